import type { LevelsMessage } from '../publish/messages.js';
import { levelOf, powerOf } from './centibels.js';

export const MINUTE_MS = 60_000;
const TENS = 6;

/** What is known of the levels of one minute of a channel. */
export interface LevelMinute {
  /** Minutes since 1970. */
  minute: number;
  calibrated: boolean;
  seconds: number;
  /** Mean square re the reference. */
  power: number;
  /** Levels of its six spans of ten seconds, dB. */
  tensDb: (number | null)[];
  /** Decidecade levels, energy means, dB. */
  bandsDb: (number | null)[];
}

/** The minute that a message of levels begins in, known by that message alone. */
export function minuteOf({ start, end, reference, splDb, decidecades }: LevelsMessage): LevelMinute {
  const startMs = Date.parse(start);
  const minute = Math.floor(startMs / MINUTE_MS);
  const tensDb: (number | null)[] = Array(TENS).fill(null);
  tensDb[Math.floor((startMs - minute * MINUTE_MS) / (MINUTE_MS / TENS))] = splDb;
  return {
    minute,
    calibrated: reference === '1 µPa',
    seconds: (Date.parse(end) - startMs) / 1000,
    power: powerOf(splDb),
    tensDb,
    bandsDb: decidecades.levelDb,
  };
}

/** Two parts of one minute as one, energies weighted by their seconds. */
export function together(one: LevelMinute, other: LevelMinute): LevelMinute {
  const seconds = one.seconds + other.seconds;
  const mean = (a: number, b: number) => (seconds > 0 ? (a * one.seconds + b * other.seconds) / seconds : 0);
  // Another rate brings other bands: those of the later part then.
  const sameBands = one.bandsDb.length === other.bandsDb.length && one.calibrated === other.calibrated;
  return {
    minute: one.minute,
    calibrated: other.calibrated,
    seconds,
    power: mean(one.power, other.power),
    tensDb: one.tensDb.map((db, i) => other.tensDb[i] ?? db),
    bandsDb: sameBands
      ? one.bandsDb.map((db, i) => levelOf(mean(powerOf(db), powerOf(other.bandsDb[i]!))))
      : other.bandsDb,
  };
}
