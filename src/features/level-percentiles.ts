import { quantileInPlace } from '../signal/quantile.js';
import type { LevelFrame } from './frames.js';

/** Levels that are exceeded for 5, 10, 50, 90 and 95 % of the time. */
export interface Percentiles {
  l5: number;
  l10: number;
  l50: number;
  l90: number;
  l95: number;
}

/** Levels over a stretch of time. */
export interface LevelSummary {
  seconds: number;
  /** Of the mean power. */
  spl: Percentiles & { meanDb: number };
  /** `[bands]`. */
  decidecades: (Percentiles & { meanDb: number })[];
}

/** Summarises one-second level frames; null when there are none. */
export function summariseLevels(frames: readonly LevelFrame[]): LevelSummary | null {
  if (frames.length === 0) return null;
  const summarise = (levels: Float64Array) => ({ meanDb: meanPowerDb(levels), ...percentilesOf(levels) });
  return {
    seconds: frames.reduce((sum, frame) => sum + frame.endSeconds - frame.startSeconds, 0),
    spl: summarise(splOf(frames)),
    decidecades: Array.from(frames[0].decidecadeDb, (_, band) => summarise(decidecadeOf(frames, band))),
  };
}

/** Broadband level of each frame, dB. */
export function splOf(frames: readonly LevelFrame[]): Float64Array {
  return Float64Array.from(frames, ({ splDb }) => splDb);
}

/** Level of one decidecade in each frame, dB. */
export function decidecadeOf(frames: readonly LevelFrame[], band: number): Float64Array {
  return Float64Array.from(frames, ({ decidecadeDb }) => decidecadeDb[band]);
}

/** Level of the mean power, dB. */
export function meanPowerDb(levels: Float64Array): number {
  let power = 0;
  for (let i = 0; i < levels.length; i++) power += 10 ** (levels[i] / 10);
  return 10 * Math.log10(power / levels.length);
}

/** Reorders the levels. */
export function percentilesOf(levels: Float64Array): Percentiles {
  return {
    l5: exceeded(levels, 0.05),
    l10: exceeded(levels, 0.1),
    l50: exceeded(levels, 0.5),
    l90: exceeded(levels, 0.9),
    l95: exceeded(levels, 0.95),
  };
}

function exceeded(levels: Float64Array, share: number): number {
  return quantileInPlace(levels, levels.length, 1 - share);
}
