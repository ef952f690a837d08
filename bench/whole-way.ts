import { PassageTracker } from '../src/decision/passages.js';
import { estimateShaft } from '../src/features/shaft.js';
import type { Model } from '../src/model.js';
import { ChannelPipeline } from '../src/pipeline.js';
import { FLAT_RECORDER } from '../src/site/recorder-state.js';
import { fixedRecorder } from '../src/site/site-recorder.js';
import type { StageCost } from './features.js';

const BLOCK = 1024;
const ROUND_SECONDS = 10;

/** Times the whole way from PCM to verdict, one channel. */
export async function benchWholeWay(
  model: Model,
  sampleRateHz: number,
  samples: Float32Array,
): Promise<StageCost> {
  let id = 0;
  const tracker = new PassageTracker({ nextId: () => String(id++), pool: model.pool, estimateShaft });
  const { compression, encoder, judge } = model;
  const recorder = fixedRecorder(FLAT_RECORDER);
  const pipeline = new ChannelPipeline(
    { calibration: null, compression, recorder, encoder, judge, tracker },
    () => {},
  );
  await pipeline.open(sampleRateHz);
  const rounds: number[] = [];
  let began = process.cpuUsage();
  let told = 0;
  for (let first = 0; first + BLOCK <= samples.length; first += BLOCK) {
    await pipeline.accept(samples.subarray(first, first + BLOCK), (1000 * first) / sampleRateHz);
    const heard = (first + BLOCK) / sampleRateHz;
    if (heard - told >= ROUND_SECONDS) {
      const { user, system } = process.cpuUsage(began);
      rounds.push((user + system) / 1000 / (heard - told));
      began = process.cpuUsage();
      told = heard;
    }
  }
  rounds.sort((a, b) => a - b);
  return {
    stage: 'the whole way, PCM to verdict',
    msPerSecond: rounds[rounds.length >> 1]!,
    bestMsPerSecond: rounds[0]!,
  };
}
