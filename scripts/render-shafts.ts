/**
 * Renders the ships that the shaft picker learns from beside the hand-labelled spectra, as JSON lines that
 * `hullprint evaluate-demon` reads: `npm run render:shafts`, half a minute.
 */
import { writeFileSync } from 'node:fs';
import { RENDERED_SPECTRA } from '../src/evaluation/demon-spectra.js';
import {
  FAST_CRAFT,
  PASSAGE_SECONDS,
  type RenderedShaft,
  renderShafts,
  SHIPS,
} from '../src/training/rendered-shaft.js';

function line({ seed, vesselType, shaftHz, bladeCount, spectrum }: RenderedShaft): string {
  return JSON.stringify({
    id: seed,
    cls: vesselType,
    vessel: `rendered ${seed}`,
    seconds: PASSAGE_SECONDS,
    clear: true,
    shaft_hz: Number(shaftHz.toPrecision(6)),
    blades: bladeCount,
    resolution_hz: spectrum.binHz,
    spectrum: Array.from(spectrum.power, (power) => Number(power.toPrecision(4))),
  });
}

const rendered = [...renderShafts(SHIPS, 'train/', 40), ...renderShafts(FAST_CRAFT, 'fast/', 20)];
writeFileSync(RENDERED_SPECTRA, `${rendered.map(line).join('\n')}\n`);
console.log(`${RENDERED_SPECTRA} holds ${rendered.length} spectra`);
