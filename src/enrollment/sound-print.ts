import type { LevelFrame } from '../features/frames.js';

/** Decidecades from 10 Hz up that any recorder has, 10 Hz to 3.15 kHz. */
const BANDS = 26;
/** Shorter overlaps tell nothing. */
const LEAST_OVERLAP_SECONDS = 8;
/** Independent sounds of 8 s have a correlation of 0 ± 0.07; the same sound, cut half a second off, about 0.5. */
const SAME_SOUND = 0.3;

/**
 * What tells the same sound again, however it was cut, amplified or resampled: how the level of each decidecade in
 * each second departs from the seconds about it, `[seconds][bands]`.
 */
export function soundPrint(levels: readonly LevelFrame[]): Float32Array[] {
  return levels.slice(1, -1).map(({ decidecadeDb }, i) =>
    Float32Array.from({ length: BANDS }, (_, band) => {
      const around = (levels[i].decidecadeDb[band] + levels[i + 2].decidecadeDb[band]) / 2;
      const departure = decidecadeDb[band] - around;
      return Number.isFinite(departure) ? departure : 0;
    }),
  );
}

/** Whether two prints hold the same sound: the highest correlation over all ways to lay one against the other. */
export function isSameSound(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  for (let lag = LEAST_OVERLAP_SECONDS - b.length; lag <= a.length - LEAST_OVERLAP_SECONDS; lag++) {
    if (correlation(a, b, lag) > SAME_SOUND) return true;
  }
  return false;
}

function correlation(a: readonly Float32Array[], b: readonly Float32Array[], lag: number): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = Math.max(0, lag); i < Math.min(a.length, b.length + lag); i++) {
    for (let band = 0; band < BANDS; band++) {
      const [x, y] = [a[i][band], b[i - lag][band]];
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
