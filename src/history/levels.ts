import type { EffortMessage } from '../publish/messages.js';
import type { Statement, Store } from '../store/store.js';
import { levelOf, unpackLevels } from './centibels.js';
import { MINUTE_MS } from './level-minute.js';
import { iso } from './passages.js';

const HOUR_MS = 60 * MINUTE_MS;
/** Longer spans are read by hours: a fortnight of minutes takes some 20 ms. */
const BY_MINUTES_MS = 14 * 24 * HOUR_MS;
/** Spans up to this long come with their bands and levels of ten seconds. */
const WHOLE_MS = 6 * HOUR_MS;

export interface Span {
  channel: string;
  fromMs: number;
  toMs: number;
}

/** Levels of a span in equal steps; a step in which nothing was heard has no entry. */
export interface LevelCurve {
  stepSeconds: number;
  reference: '1 µPa' | 'full scale';
  /** Beginning of each step, UTC. */
  start: string[];
  /** Energy means, dB. */
  splDb: (number | null)[];
  /** Decidecade centres, Hz, and their levels of each minute, dB; of spans of some hours alone. */
  bands?: { centreHz: number[]; start: string[]; levelDb: (number | null)[][] };
}

/** What was really listened to, in equal steps. */
export interface EffortCurve {
  stepSeconds: number;
  start: string[];
  secondsHeard: number[];
  /** Holes with their reasons; of spans up to a fortnight alone. */
  gaps: EffortMessage['gaps'];
}

interface StepRow {
  step: number;
  calibrated: number;
  power: number;
}

interface MinuteRow {
  minute: number;
  calibrated: number;
  tens: Uint8Array;
  bands: Uint8Array;
}

/** Reads levels and effort from a node's history. */
export class LevelReader {
  readonly #minutes: Statement<StepRow>;
  readonly #hours: Statement<StepRow>;
  readonly #whole: Statement<MinuteRow>;
  readonly #centres: Statement<{ centreHz: string }>;
  readonly #effort: Statement<{ startMs: number; secondsHeard: number; gaps: string | null }>;
  readonly #effortHours: Statement<{ step: number; secondsHeard: number }>;

  constructor(store: Store) {
    this.#minutes = store.prepare(LEVEL_QUERIES.minutes);
    this.#hours = store.prepare(LEVEL_QUERIES.hours);
    this.#whole = store.prepare(LEVEL_QUERIES.whole);
    this.#centres = store.prepare('SELECT centreHz FROM history_bands WHERE channel = ?');
    this.#effort = store.prepare(LEVEL_QUERIES.effort);
    this.#effortHours = store.prepare(LEVEL_QUERIES.effortHours);
  }

  /** @param points at most so many steps */
  levels(span: Span, points: number): LevelCurve {
    const { channel, fromMs, toMs } = span;
    if (toMs - fromMs <= WHOLE_MS) return this.#inTens(span);
    const byMinutes = toMs - fromMs <= BY_MINUTES_MS;
    const unitMs = byMinutes ? MINUTE_MS : HOUR_MS;
    const units = stepUnits(span, points, unitMs);
    const [from, to] = [Math.floor(fromMs / unitMs), Math.ceil(toMs / unitMs)];
    const rows = (byMinutes ? this.#minutes : this.#hours).all(units, channel, from, to);
    return {
      stepSeconds: (units * unitMs) / 1000,
      reference: referenceOf(rows.at(-1)),
      start: rows.map(({ step }) => iso(step * units * unitMs)),
      splDb: rows.map(({ power }) => levelOf(power)),
    };
  }

  effort(span: Span, points: number): EffortCurve {
    const { channel, fromMs, toMs } = span;
    if (toMs - fromMs <= BY_MINUTES_MS) {
      const rows = this.#effort.all(channel, fromMs, toMs);
      const units = stepUnits(span, points, MINUTE_MS);
      const heard = new Map<number, number>();
      for (const { startMs, secondsHeard } of rows) {
        const step = Math.floor(startMs / MINUTE_MS / units);
        heard.set(step, (heard.get(step) ?? 0) + secondsHeard);
      }
      return {
        stepSeconds: units * 60,
        start: [...heard.keys()].map((step) => iso(step * units * MINUTE_MS)),
        secondsHeard: [...heard.values()].map((seconds) => Math.round(seconds * 1000) / 1000),
        gaps: rows.flatMap(({ gaps }) => (gaps ? (JSON.parse(gaps) as EffortMessage['gaps']) : [])),
      };
    }
    const units = stepUnits(span, points, HOUR_MS);
    const hours = [Math.floor(fromMs / HOUR_MS), Math.ceil(toMs / HOUR_MS)] as const;
    const rows = this.#effortHours.all(units, channel, ...hours);
    return {
      stepSeconds: units * 3600,
      start: rows.map(({ step }) => iso(step * units * HOUR_MS)),
      secondsHeard: rows.map(({ secondsHeard }) => Math.round(secondsHeard)),
      gaps: [],
    };
  }

  #inTens({ channel, fromMs, toMs }: Span): LevelCurve {
    const rows = this.#whole.all(channel, Math.floor(fromMs / MINUTE_MS), Math.ceil(toMs / MINUTE_MS));
    const points = rows.flatMap(({ minute, tens }) =>
      unpackLevels(tens).flatMap((db, i) => (db === null ? [] : [[minute * MINUTE_MS + i * 10_000, db]])),
    ) as [number, number][];
    const row = this.#centres.get(channel);
    return {
      stepSeconds: 10,
      reference: referenceOf(rows.at(-1)),
      start: points.map(([ms]) => iso(ms)),
      splDb: points.map(([, db]) => db),
      bands: {
        centreHz: row ? (JSON.parse(row.centreHz) as number[]) : [],
        start: rows.map(({ minute }) => iso(minute * MINUTE_MS)),
        levelDb: rows.map(({ bands }) => unpackLevels(bands)),
      },
    };
  }
}

/** A step is a whole number of minutes or hours, so that the same span always has the same steps. */
function stepUnits({ fromMs, toMs }: Span, points: number, unitMs: number): number {
  return Math.max(1, Math.ceil((toMs - fromMs) / unitMs / points));
}

const referenceOf = (row: { calibrated: number } | undefined) =>
  row?.calibrated ? ('1 µPa' as const) : ('full scale' as const);

export const LEVEL_QUERIES = {
  minutes: `SELECT minute / CAST(?1 AS INTEGER) AS step, max(calibrated) AS calibrated, sum(power * seconds) / sum(seconds) AS power
    FROM history_levels WHERE channel = ?2 AND minute >= ?3 AND minute < ?4 GROUP BY step`,
  hours: `SELECT hour / CAST(?1 AS INTEGER) AS step, max(calibrated) AS calibrated, sum(energy) / sum(seconds) AS power
    FROM history_hours WHERE channel = ?2 AND hour >= ?3 AND hour < ?4 AND seconds > 0 GROUP BY step`,
  whole: `SELECT minute, calibrated, tens, bands FROM history_levels
    WHERE channel = ? AND minute >= ? AND minute < ? ORDER BY minute`,
  effort: `SELECT startMs, secondsHeard, gaps FROM history_effort
    WHERE channel = ? AND startMs >= ? AND startMs < ? ORDER BY startMs`,
  effortHours: `SELECT hour / CAST(?1 AS INTEGER) AS step, sum(secondsHeard) AS secondsHeard
    FROM history_hours WHERE channel = ?2 AND hour >= ?3 AND hour < ?4 GROUP BY step`,
} as const;
