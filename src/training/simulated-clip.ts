import { FeatureExtractor } from '../features/extractor.js';
import type { FeatureWindow } from '../features/frames.js';
import type { Size } from '../prototypes/assessment.js';
import { Resampler } from '../signal/resampler.js';
import { simulateClip } from '../simulator/clip.js';

const SIZES: readonly Size[] = ['big', 'small', 'none'];
const RATE_HZ = 16_000;
/** The slowest recorder that hullprint takes. */
const SLOW_RATE_HZ = 8_000;
/** One clip in so many is heard by a slow recorder. */
const SLOW_EACH = 4;

/** One simulated window as the daemon's features tell it. */
export interface SimulatedClip {
  size: Size;
  /** `[STATISTIC_NAMES.length]` */
  statistics: Float32Array;
  /** What its recorder can tell, Hz: 8000, or 4000 for a slow one. */
  bandwidthHz: number;
}

/** Simulates 5 s of sea and measures them with the daemon's own features. Sizes take turns. */
export function simulateStatistics(seed: number | string, index: number): SimulatedClip {
  const size = SIZES[index % SIZES.length];
  const { samples } = simulateClip({ seed: `${seed}/${index}`, size, sampleRateHz: RATE_HZ });
  const slow = Math.floor(index / SIZES.length) % SLOW_EACH === SLOW_EACH - 1;
  return {
    size,
    statistics: slow
      ? statisticsOf(resample(samples, RATE_HZ, SLOW_RATE_HZ), SLOW_RATE_HZ)
      : statisticsOf(samples, RATE_HZ),
    bandwidthHz: (slow ? SLOW_RATE_HZ : RATE_HZ) / 2,
  };
}

/** Statistics of the first window `[STATISTIC_NAMES.length]`. */
export function statisticsOf(samples: Float32Array, sampleRateHz: number): Float32Array {
  return windowOf(samples, sampleRateHz).statistics;
}

/** The first window. */
export function windowOf(samples: Float32Array, sampleRateHz: number): FeatureWindow {
  let window: FeatureWindow | undefined;
  const extractor = new FeatureExtractor({ sampleRateHz, calibration: null, compression: 'log' });
  const keep: Parameters<FeatureExtractor['push']>[1] = (features) => {
    if (features.type === 'window') window ??= features.window;
  };
  extractor.push(samples, keep);
  extractor.end(keep);
  if (!window) throw new RangeError(`${samples.length} samples are too few for a window`);
  return window;
}

function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const resampled = new Float32Array(Math.round((samples.length * toHz) / fromHz));
  let at = 0;
  const take = (piece: Float32Array) => {
    resampled.set(piece, at);
    at += piece.length;
  };
  const resampler = new Resampler(fromHz, toHz, samples.length);
  resampler.push(samples, take);
  resampler.end(take);
  return resampled;
}
