import { decidecadeBands } from '../features/decidecades.js';
import type { LevelFrame } from '../features/frames.js';
import { LevelMeter } from '../features/levels.js';

/** Bands that every recorder hears, down to a capture rate of 8 kHz. */
const LOWEST_HZ = 90;
const HIGHEST_HZ = 3200;
/** What moves slower than this is the ship that passes, not the noise that no second recording has. */
const TREND_SECONDS = 9;
/** A knock must not carry the comparison alone. */
const MOST_DB = 6;
const STEP_DB = 0.05;
/** Cuts of one recording begin at any sample: seconds are counted from so many places, for one to fit. */
const PHASES = 8;
/** Two recordings are compared where they share at least this much. */
const LEAST_SECONDS = 8;
/**
 * Least correlation of what is the same. On the recordings in docs/ENROLLMENT.md cuts, resampled and coded, gave 0.83
 * and more, different recordings 0.55 at most.
 */
const SAME = 0.65;

/**
 * What is left of the band levels of each second when the slow course of each band, and what all bands do together,
 * is taken off: noise, which is the same in two files only where they hold the same sound, however it was cut,
 * resampled, amplified or coded.
 */
export interface Fingerprint {
  bands: number;
  /** `[seconds][bands]`, steps of 0.05 dB. */
  values: Int8Array;
}

/** Takes the fingerprints of a recording, with seconds that begin at its first sample, then an eighth of a second later each. */
export class FingerprintTaker {
  readonly #sampleRateHz: number;
  readonly #levels: LevelFrame[][] = Array.from({ length: PHASES }, () => []);
  readonly #meters: LevelMeter[];
  #first = 0;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#meters = this.#levels.map(() => new LevelMeter(sampleRateHz, null));
  }

  push(samples: Float32Array): void {
    for (const [phase, meter] of this.#meters.entries()) {
      const skipped = Math.round((phase / PHASES) * this.#sampleRateHz) - this.#first;
      const heard = skipped > 0 ? samples.subarray(skipped) : samples;
      meter.push(heard, (level) => this.#levels[phase]!.push(level));
    }
    this.#first += samples.length;
  }

  /** The first is the one to keep. */
  end(): Fingerprint[] {
    return this.#levels.map((each) => fingerprintOf(each, this.#sampleRateHz));
  }
}

function fingerprintOf(levels: readonly LevelFrame[], sampleRateHz: number): Fingerprint {
  const { centreHz } = decidecadeBands(sampleRateHz);
  const chosen = centreHz.flatMap((hz, band) => (hz > LOWEST_HZ && hz < HIGHEST_HZ ? [band] : []));
  const leftDb = chosen.map((band) => withoutTrend(levels.map(({ decidecadeDb }) => decidecadeDb[band]!)));
  const values = new Int8Array(levels.length * chosen.length);
  for (let second = 0; second < levels.length; second++) {
    const commonDb = leftDb.reduce((sum, course) => sum + course[second]!, 0) / chosen.length;
    for (const [at, course] of leftDb.entries()) {
      const db = Math.max(-MOST_DB, Math.min(MOST_DB, course[second]! - commonDb));
      values[second * chosen.length + at] = Math.round(db / STEP_DB);
    }
  }
  return { bands: chosen.length, values };
}

function withoutTrend(courseDb: readonly number[]): number[] {
  return courseDb.map((db, second) => {
    const from = Math.max(0, second - (TREND_SECONDS - 1) / 2);
    const near = courseDb.slice(from, second + (TREND_SECONDS + 1) / 2);
    return db - near.reduce((sum, each) => sum + each, 0) / near.length;
  });
}

/**
 * How many seconds a recording shares with one that is known; 0 where they are not known to share any, as when one is
 * shorter than 8 s.
 *
 * @param phases of the recording, as `FingerprintTaker` gives them
 */
export function sharedSeconds(phases: readonly Fingerprint[], known: Fingerprint): number {
  let best = { sum: 0, seconds: 0 };
  for (const phase of phases) {
    const found = bestLag(phase, known);
    if (found.sum > best.sum) best = found;
  }
  return best.seconds;
}

/** The lag at which most of both is the same: the sum of its correlation over its seconds. */
function bestLag(one: Fingerprint, other: Fingerprint): { sum: number; seconds: number } {
  const { bands } = one;
  let best = { sum: 0, seconds: 0 };
  if (bands !== other.bands || bands === 0) return best;
  const [length, otherLength] = [one.values.length / bands, other.values.length / bands];
  for (let lag = LEAST_SECONDS - otherLength; lag <= length - LEAST_SECONDS; lag++) {
    const from = Math.max(0, lag);
    const seconds = Math.min(length, otherLength + lag) - from;
    if (seconds < LEAST_SECONDS) continue;
    const part = one.values.subarray(from * bands, (from + seconds) * bands);
    const otherPart = other.values.subarray((from - lag) * bands, (from - lag + seconds) * bands);
    const correlation = correlationOf(part, otherPart);
    if (correlation > SAME && correlation * seconds > best.sum)
      best = { sum: correlation * seconds, seconds };
  }
  return best;
}

function correlationOf(a: Int8Array, b: Int8Array): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    squareA += a[i]! ** 2;
    squareB += b[i]! ** 2;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}
