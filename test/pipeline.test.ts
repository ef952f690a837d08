import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PassageTracker } from '../src/decision/passages.js';
import { estimateShaft } from '../src/features/shaft.js';
import { loadModel, type Model } from '../src/model.js';
import { type ChannelOutput, ChannelPipeline } from '../src/pipeline.js';
import { FLAT_RECORDER } from '../src/site/recorder-state.js';
import { fixedRecorder, type SiteRecorder } from '../src/site/site-recorder.js';
import { HARBOUR_RATE_HZ, harbourSamples } from './fixtures/harbour-recording.js';
import { rumbleModel } from './fixtures/rumble-model.js';

const START_MS = Date.UTC(2026, 4, 1, 10);
const SECONDS = 150;
const samples = harbourSamples(SECONDS, [{ size: 'big', closestSeconds: 60 }]);

function newPipeline(
  model: Model,
  outputs: ChannelOutput[],
  recorder: SiteRecorder = fixedRecorder(FLAT_RECORDER),
): ChannelPipeline {
  let ids = 0;
  const tracker = new PassageTracker({ nextId: () => `${++ids}`, pool: model.pool, estimateShaft });
  const { encoder, judge } = model;
  const stages = { calibration: null, compression: 'log' as const, recorder, encoder, judge, tracker };
  return new ChannelPipeline(stages, (output) => outputs.push(structuredClone(output)));
}

/** What the pipeline gives for stretches of sound, each `[fromSample, toSample]`, chopped into blocks. */
async function hear(
  model: Model,
  stretches: readonly [number, number][],
  nextBlockLength: () => number,
  sound = samples,
): Promise<ChannelOutput[]> {
  const outputs: ChannelOutput[] = [];
  const pipeline = newPipeline(model, outputs);
  await pipeline.open(HARBOUR_RATE_HZ);
  for (const [index, [from, to]] of stretches.entries()) {
    if (index > 0) await pipeline.gap();
    for (let at = from; at < to; ) {
      const end = Math.min(to, at + nextBlockLength());
      await pipeline.accept(sound.subarray(at, end), START_MS + (1000 * at) / HARBOUR_RATE_HZ);
      at = end;
    }
  }
  await pipeline.end('end-of-recording');
  return outputs;
}

const passages = (outputs: readonly ChannelOutput[]) =>
  outputs.flatMap((output) => (output.type === 'passage' ? [output.passage] : []));

test('a ship that passes is one passage: new, updates at most each 10 s, end, with its evidence', async () => {
  const model = await loadModel(await rumbleModel());
  const heard = passages(await hear(model, [[0, samples.length]], () => 4000));
  const phases = heard.map(({ phase }) => phase);
  expect(phases.join(' ')).toMatch(/^new( update)+ end$/);
  expect(new Set(heard.map(({ id }) => id))).toEqual(new Set(['1']));
  for (const [earlier, later] of heard.slice(0, -2).map((each, i) => [each, heard[i + 1]!] as const))
    expect(later.heardUntilMs - earlier.heardUntilMs).toBeGreaterThanOrEqual(10_000);
  const end = heard.at(-1)!;
  expect(end).toMatchObject({ size: 'big', endedBy: 'quiet' });
  expect(end.startMs).toBeGreaterThan(START_MS);
  expect(end.startMs).toBeLessThan(START_MS + 60_000);
  expect(end.endMs).toBeGreaterThan(START_MS + 60_000);
  expect(Math.abs(end.evidence.closestApproachMs! - (START_MS + 60_000))).toBeLessThan(8000);
  expect(end.evidence.snrDb).toBeGreaterThan(6);
});

test('however the sound is chopped into blocks, events, verdicts and levels are the same to the bit', async () => {
  const model = await loadModel(await rumbleModel());
  const whole = await hear(model, [[0, samples.length]], () => samples.length);
  expect(passages(whole).length).toBeGreaterThan(2);
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 1, max: 50_000 })), async (lengths) => {
      const chopped = await hear(model, [[0, samples.length]], () => lengths.next().value as number);
      expect(chopped).toEqual(whole);
    }),
    { numRuns: 6 },
  );
});

test('also around a gap: nothing is computed across it, and a short one does not end the passage', async () => {
  const model = await loadModel(await rumbleModel());
  const second = HARBOUR_RATE_HZ;
  const stretches: [number, number][] = [
    [0, 55 * second],
    [61 * second, samples.length],
  ];
  const whole = await hear(model, stretches, () => samples.length);
  expect(new Set(passages(whole).map(({ id }) => id)).size).toBe(1);
  const missing = { startMs: START_MS + 55_000, endMs: START_MS + 61_000 };
  for (const output of whole) {
    if (output.type === 'passage' || output.type === 'recorder') continue;
    const { startMs, endMs } = output.span;
    expect(startMs < missing.endMs - 1 && endMs > missing.startMs + 1).toBe(false);
  }
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 1, max: 50_000 })), async (lengths) => {
      expect(await hear(model, stretches, () => lengths.next().value as number)).toEqual(whole);
    }),
    { numRuns: 4 },
  );
});

test('an input that falls silent in a passage ends it as a hole in the sound does', async () => {
  const muted = samples.slice().fill(0, 70 * HARBOUR_RATE_HZ);
  const heard = await hear(await loadModel(await rumbleModel()), [[0, muted.length]], () => 4000, muted);
  const ends = passages(heard).filter(({ phase }) => phase === 'end');
  expect(ends).toMatchObject([{ size: 'big', endedBy: 'gap' }]);
  expect(ends[0]!.endMs).toBeLessThan(START_MS + 80_000);
});

test('nothing but digital silence is no ship', async () => {
  // To the shipped model itself it looks like a big one.
  const silence = new Float32Array(samples.length);
  const heard = await hear(await loadModel('band-statistics'), [[0, silence.length]], () => 4000, silence);
  expect(heard.filter(({ type }) => !['second', 'levels', 'demon'].includes(type))).toEqual([]);
});
