import { FeatureExtractor } from '../../features/extractor.js';
import type { FeatureWindow } from '../../features/frames.js';
import { Resampler } from '../../signal/resampler.js';
import type { Random } from '../../simulator/random.js';
import { drawSecondRecorder, hearThrough } from './second-recorder.js';

/** What a window of 5 s tells: the patch `[frames, bands]`, the statistics and the bandwidth. */
export type HeardWindow = Pick<FeatureWindow, 'patch' | 'statistics' | 'bandwidthHz'>;

/** Rate of the clips that are learnt from. */
export const CLIP_RATE_HZ = 16_000;
/** The slowest recorder that hullprint takes. */
const SLOW_RATE_HZ = 8_000;
/** Of the second recorders. */
const SLOW_SHARE = 0.25;

/**
 * Hears one clip of 5 s at 16 kHz twice with the daemon's own features: as it is, and through a second recorder with
 * another response and noise, at times a slow one. What no change of the features can imitate, steadiness and
 * modulation under noise, is right in both.
 */
export function hearTwice(samples: Float32Array, random: Random): [HeardWindow, HeardWindow] {
  const again = hearThrough(drawSecondRecorder(random), samples, CLIP_RATE_HZ, random.stream('noise'));
  const slow = random.chance(SLOW_SHARE);
  return [
    hearWindow(samples, CLIP_RATE_HZ),
    slow ? hearWindow(resample(again), SLOW_RATE_HZ) : hearWindow(again, CLIP_RATE_HZ),
  ];
}

function hearWindow(samples: Float32Array, sampleRateHz: number): HeardWindow {
  let heard: HeardWindow | undefined;
  const extractor = new FeatureExtractor({ sampleRateHz, calibration: null, compression: 'log' });
  const keep: Parameters<FeatureExtractor['push']>[1] = (features) => {
    if (features.type !== 'window') return;
    const { patch, statistics, bandwidthHz } = features.window;
    heard ??= { patch, statistics, bandwidthHz };
  };
  extractor.push(samples, keep);
  extractor.end(keep);
  if (!heard) throw new RangeError(`${samples.length} samples are too few for a window`);
  return heard;
}

function resample(samples: Float32Array): Float32Array {
  const resampled = new Float32Array(Math.round((samples.length * SLOW_RATE_HZ) / CLIP_RATE_HZ));
  let at = 0;
  const take = (piece: Float32Array) => {
    resampled.set(piece, at);
    at += piece.length;
  };
  const resampler = new Resampler(CLIP_RATE_HZ, SLOW_RATE_HZ, samples.length);
  resampler.push(samples, take);
  resampler.end(take);
  return resampled;
}
