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
  const values = new Float64Array(frames.length);
  const summarise = (level: (frame: LevelFrame) => number): Percentiles & { meanDb: number } => {
    let power = 0;
    frames.forEach((frame, i) => {
      values[i] = level(frame);
      power += 10 ** (values[i] / 10);
    });
    const exceeded = (share: number) => quantileInPlace(values, values.length, 1 - share);
    return {
      meanDb: 10 * Math.log10(power / frames.length),
      l5: exceeded(0.05),
      l10: exceeded(0.1),
      l50: exceeded(0.5),
      l90: exceeded(0.9),
      l95: exceeded(0.95),
    };
  };
  return {
    seconds: frames.reduce((sum, frame) => sum + frame.endSeconds - frame.startSeconds, 0),
    spl: summarise((frame) => frame.splDb),
    decidecades: Array.from(frames[0].decidecadeDb, (_, band) =>
      summarise((frame) => frame.decidecadeDb[band]),
    ),
  };
}
