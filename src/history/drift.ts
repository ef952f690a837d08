import type { EventMessage } from '../publish/messages.js';
import { quantileInPlace } from '../signal/quantile.js';
import type { Statement, Store } from '../store/store.js';
import { unpackLevels } from './centibels.js';
import { MINUTE_MS } from './level-minute.js';

/** Passages whose distances are compared: the first since a class was taught, and the latest. */
const FIRST = 20;
const LATEST = 10;
/** Passages of a class that are told, the latest. */
const TOLD = 100;
/** One-sided z of the Mann-Whitney test, and by how much the distance must have grown, for a class to have moved. */
const MOVED_Z = 3.5;
const MOVED_RATIO = 1.2;

const DAY_MINUTES = 24 * 60;
const NOW_DAYS = 14;
const BEFORE_DAYS = 56;
/** One minute in ten is looked at. */
const EVERY_MINUTES = 10;
/** A quarter of the fortnight must have been heard. */
const LEAST_MINUTES = (NOW_DAYS * DAY_MINUTES) / EVERY_MINUTES / 4;
const QUIET_QUANTILE = 0.1;
/** A background that differs by this much, dB, has moved. */
export const MOVED_BACKGROUND_DB = 3;

/** How far the passages of a class lie from its prototypes as time goes on. */
export interface ClassDrift {
  /** The latest, in their order. */
  distances: { time: string; distance: number }[];
  /** Medians of the first passages since it was taught and of the latest ones; null for too few. */
  earlier: number | null;
  latest: number | null;
  /** Whether the latest lie so much farther off that chance does not explain it. */
  moved: boolean;
}

/** Tells from a node's history what has moved since. */
export class DriftReader {
  readonly #first: Statement<{ event: string }>;
  readonly #latest: Statement<{ event: string }>;
  readonly #bands: Statement<{ bands: Uint8Array }>;

  constructor(store: Store) {
    const ofClass =
      'SELECT event FROM history_passages WHERE className = ? AND startMs >= ? ORDER BY startMs';
    this.#first = store.prepare(`${ofClass}, id LIMIT ${FIRST}`);
    this.#latest = store.prepare(`${ofClass} DESC, id DESC LIMIT ${TOLD}`);
    this.#bands = store.prepare(
      `SELECT bands FROM history_levels WHERE channel = ? AND minute >= ? AND minute < ?
        AND minute % ${EVERY_MINUTES} = 0`,
    );
  }

  /** @param sinceMs when it was taught last, UTC: earlier distances are to other prototypes */
  ofClass(name: string, sinceMs: number): ClassDrift {
    const distance = ({ event }: { event: string }) => {
      const { start, nearest } = JSON.parse(event) as EventMessage;
      const own = nearest.find((each) => each.class === name);
      return own ? [{ time: start, distance: own.distance }] : [];
    };
    const distances = this.#latest.all(name, sinceMs).flatMap(distance).reverse();
    const first = this.#first.all(name, sinceMs).flatMap(distance);
    const [then, now] = [first, distances.slice(-LATEST)].map((part) => part.map((each) => each.distance));
    // Where both would hold the same passages there is nothing to compare.
    const apart =
      first.length === FIRST && now!.length === LATEST && first.at(-1)!.time < distances.at(-LATEST)!.time;
    if (!apart) return { distances, earlier: null, latest: null, moved: false };
    const [earlier, latest] = [quantile(then!, 0.5), quantile(now!, 0.5)];
    const moved = latest > MOVED_RATIO * earlier && mannWhitneyZ(then!, now!) > MOVED_Z;
    return { distances, earlier, latest, moved };
  }

  /**
   * How the quiet sea of the last fortnight differs from that of the eight weeks before: the tenth percentile of each
   * band, so that ships and most weather do not count; mean of the differences without their signs, dB. Null where too
   * little was heard.
   */
  backgroundShiftDb(channel: string, nowMs: number): number | null {
    const end = Math.floor(nowMs / MINUTE_MS);
    const begin = end - NOW_DAYS * DAY_MINUTES;
    const now = this.#quiet(channel, begin, end);
    const before = this.#quiet(channel, begin - BEFORE_DAYS * DAY_MINUTES, begin);
    if (!now || !before || now.length !== before.length) return null;
    const shifts = now.flatMap((level, band) => {
      const was = before[band];
      return level == null || was == null ? [] : [Math.abs(level - was)];
    });
    return shifts.length > 0 ? shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length : null;
  }

  #quiet(channel: string, from: number, to: number): (number | null)[] | null {
    const minutes = this.#bands.all(channel, from, to).map(({ bands }) => unpackLevels(bands));
    // A device of another rate has other bands.
    const length = minutes.at(-1)?.length;
    const alike = minutes.filter((levels) => levels.length === length);
    if (alike.length < LEAST_MINUTES) return null;
    return Array.from({ length: length! }, (_, band) => {
      const levels = alike.map((minute) => minute[band]!).filter((level) => level !== null);
      return levels.length > 0 ? quantile(levels, QUIET_QUANTILE) : null;
    });
  }
}

const quantile = (values: readonly number[], share: number) =>
  quantileInPlace(Float64Array.from(values), values.length, share);

/** Standardised U of Mann and Whitney (1947), normal approximation; positive where `b` is larger. */
function mannWhitneyZ(a: readonly number[], b: readonly number[]): number {
  let u = 0;
  for (const x of a) for (const y of b) u += y > x ? 1 : y === x ? 0.5 : 0;
  const [n, m] = [a.length, b.length];
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
}
