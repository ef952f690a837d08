import { expect, test } from 'vitest';
import { estimateShaft } from '../../src/features/shaft.js';
import { FAST_CRAFT, renderShafts, SHIPS, type ShaftFleet } from '../../src/training/rendered-shaft.js';

/** `npm run study:shafts` looks at more. */
const PASSAGES = Number(process.env.PASSAGES ?? 0);

/** How many of the rendered ships `demon` reads, and how many blade rates it gives that are not true. */
function study(fleet: ShaftFleet, set: string, count: number) {
  const right = (found: number, truth: number) => Math.abs(found / truth - 1) < 0.03;
  const found = { heard: count, shaft: 0, blades: 0, wrongBlades: 0 };
  for (const one of renderShafts(fleet, set, count)) {
    const estimate = estimateShaft(one.spectrum);
    if (!estimate) continue;
    if (right(estimate.shaftHz, one.shaftHz)) found.shaft++;
    if (estimate.bladeRateHz === null) continue;
    if (right(estimate.bladeRateHz, one.shaftHz * one.bladeCount)) found.blades++;
    else found.wrongBlades++;
  }
  if (PASSAGES) console.log(`seeds "${set}": ${JSON.stringify(found)}`);
  return found;
}

// The picker learnt from the sets `train/` and `fast/`; none of these.
test.each(PASSAGES ? [{ set: '' }, { set: 'b/' }, { set: 'c/' }] : [{ set: '' }])(
  'DEMON finds the shaft and blade rates of 95 % of rendered cavitating ships above 6 dB, seeds "$set"',
  ({ set }) => {
    const { heard, shaft, blades } = study(SHIPS, set, PASSAGES || 10);
    expect(shaft / heard).toBeGreaterThanOrEqual(0.95);
    expect(blades / heard).toBeGreaterThanOrEqual(0.95);
  },
  600_000,
);

test('of fast craft, shafts of 7 to 19.5 Hz, it finds most shafts and gives few wrong blade rates', () => {
  const { heard, shaft, wrongBlades } = study(FAST_CRAFT, 'fastb/', PASSAGES || 4);
  expect(shaft / heard).toBeGreaterThanOrEqual(0.75);
  expect(wrongBlades / heard).toBeLessThanOrEqual(0.05);
}, 600_000);
