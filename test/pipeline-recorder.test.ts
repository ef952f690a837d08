import { beforeAll, describe, expect, test } from 'vitest';
import { PassageTracker } from '../src/decision/passages.js';
import { REFERENCE_DECADES } from '../src/features/recorder-gain.js';
import { estimateShaft } from '../src/features/shaft.js';
import { loadModel, type Model } from '../src/model.js';
import { type ChannelOutput, ChannelPipeline } from '../src/pipeline.js';
import { Random } from '../src/simulator/random.js';
import { LearningRecorder } from '../src/site/learning-recorder.js';
import { forgetfulMemory, type RecorderMemory } from '../src/site/recorder-memory.js';
import type { RecorderPrior } from '../src/site/recorder-prior.js';
import { pinnedRecorder, type RecorderState } from '../src/site/recorder-state.js';
import { fixedRecorder, type SiteRecorder } from '../src/site/site-recorder.js';
import { HARBOUR_RATE_HZ, harbourSamples } from './fixtures/harbour-recording.js';
import { syntheticFeatures, syntheticPrior } from './site/synthetic-prior.js';

const START_MS = Date.UTC(2026, 4, 10, 10);
const samples = harbourSamples(150, [{ size: 'big', closestSeconds: 70 }]);

let model: Model;
let prior: RecorderPrior;
beforeAll(async () => {
  model = await loadModel('band-statistics');
  prior = syntheticPrior();
});

/** Remembers a week of clips that a recorder of +8 dB a decade heard: the first quiet window brings a revision. */
const tiltedWeek: RecorderMemory = {
  ...forgetfulMemory,
  evidence: (kind) => {
    const random = new Random('week');
    return Array.from({ length: kind === 'clip' ? 48 : 0 }, (_, i) => ({
      timeMs: START_MS - (48 - i) * 3 * 3_600_000,
      features: [...syntheticFeatures('background', random)].map(
        (value, band) => value + 8 * (REFERENCE_DECADES[band] ?? 0),
      ),
    }));
  },
};

async function hear(recorder: SiteRecorder, blockLength: number): Promise<ChannelOutput[]> {
  const outputs: ChannelOutput[] = [];
  const tracker = new PassageTracker({ nextId: () => 'one', pool: model.pool, estimateShaft });
  const stages = { ...model, calibration: null, recorder, tracker };
  const pipeline = new ChannelPipeline(stages, (output) => outputs.push(structuredClone(output)));
  await pipeline.open(HARBOUR_RATE_HZ);
  for (let at = 0; at < samples.length; at += blockLength) {
    await pipeline.accept(samples.subarray(at, at + blockLength), START_MS + (1000 * at) / HARBOUR_RATE_HZ);
  }
  await pipeline.end('end-of-recording');
  return outputs;
}

const assessments = (outputs: readonly ChannelOutput[]) =>
  outputs.flatMap((output) => (output.type === 'assessment' ? [output.assessment.probability] : []));

describe('a recorder that is estimated anew while the sound goes on', () => {
  test('counts from the next window on, however the sound is chopped', async () => {
    const [whole, chopped] = await Promise.all([
      hear(new LearningRecorder(prior, tiltedWeek), samples.length),
      hear(new LearningRecorder(prior, tiltedWeek), 5000),
    ]);
    expect(chopped).toEqual(whole);
    const change = whole.findIndex(({ type }) => type === 'recorder');
    expect(change).toBeGreaterThan(-1);
    const flat = await hear(fixedRecorder(pinnedRecorder({ tiltDbPerDecade: 0, lowCutHz: null })), 5000);
    const before = assessments(whole.slice(0, change)).length;
    expect(assessments(whole).slice(0, before)).toEqual(assessments(flat).slice(0, before));
    expect(assessments(whole)[before]).not.toEqual(assessments(flat)[before]);
  });

  test('is told with each event, and judging again with what was told gives the same events', async () => {
    const live = await hear(new LearningRecorder(prior, tiltedWeek), 5000);
    const events = (outputs: readonly ChannelOutput[]) =>
      outputs.flatMap((output) => (output.type === 'passage' ? [output] : []));
    const held: RecorderState[] = events(live).map(({ recorder }) => recorder);
    expect(held.length).toBeGreaterThan(0);
    expect(held[0]).toMatchObject({ mode: 'estimated', revision: 1 });
    expect(held[0].tiltDbPerDecade).not.toBe(0);
    const replayed = await hear(fixedRecorder(pinnedRecorder(held[0])), 5000);
    expect(events(replayed).map(({ passage }) => passage.size)).toEqual(
      events(live).map(({ passage }) => passage.size),
    );
    const windowsOf = (outputs: readonly ChannelOutput[]) => events(outputs).at(-1)!.passage;
    expect(windowsOf(replayed).evidence.windows).toBe(windowsOf(live).evidence.windows);
    expect(windowsOf(replayed).confidence).toBe(windowsOf(live).confidence);
  });
});
