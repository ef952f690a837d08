import type { EventMessage } from '../publish/messages.js';
import type { Statement, Store } from '../store/store.js';
import { unpackLevels } from './centibels.js';

export type Verdict = 'right' | 'wrong' | 'not-a-ship';

/** What a person says of a passage. */
export interface Review {
  verdict: Verdict;
  /** What it was, when a person knows. */
  name: string | null;
  time: string;
}

/** A passage, as it was last said to be. */
export interface KeptPassage {
  event: EventMessage;
  review: Review | null;
  /** Its sound, as long as that is kept. */
  clip: { startMs: number; sampleRateHz: number } | null;
}

export interface PassageFilter {
  /** Passages that begin from here on, ms since 1970. */
  fromMs?: number;
  /** Passages that begin before. */
  toMs?: number;
  channel?: string;
  size?: EventMessage['size'];
  /** Name of the vessel class. */
  class?: string;
  minConfidence?: number;
}

/** One step of a verdict. */
export interface VerdictStep {
  time: string;
  phase: EventMessage['phase'];
  size: EventMessage['size'];
  confidence: number;
  vesselClass: string | null;
  windows: number;
}

interface PassageRow {
  id: string;
  event: string;
  review: Verdict | null;
  reviewName: string | null;
  reviewedMs: number;
  clipMs: number | null;
  sampleRateHz: number | null;
}

const COLUMNS = 'p.id, event, review, reviewName, reviewedMs, c.startMs AS clipMs, c.sampleRateHz';
const PASSAGES = 'history_passages p LEFT JOIN clips c ON c.id = p.id';
/** Read at a time when all are wanted: some 10 ms. */
const PAGE = 500;

/** Reads passages from a node's history. Every query is led by an index. */
export class PassageReader {
  readonly #store: Store;
  readonly #one: Statement<PassageRow>;
  readonly #steps: Statement<Omit<VerdictStep, 'time'> & { saidMs: number }>;
  readonly #demon: Statement<{ binHz: number; levels: Uint8Array }>;
  readonly #reviewed: Statement<never>;

  constructor(store: Store) {
    this.#store = store;
    this.#one = store.prepare(`SELECT ${COLUMNS} FROM ${PASSAGES} WHERE p.id = ?`);
    this.#steps = store.prepare(
      `SELECT saidMs, phase, size, confidence, className AS vesselClass, windows
        FROM history_verdicts WHERE id = ? ORDER BY windows, saidMs`,
    );
    this.#demon = store.prepare('SELECT binHz, levels FROM history_demon WHERE id = ?');
    this.#reviewed = store.prepare(
      'UPDATE history_passages SET review = ?, reviewName = ?, reviewedMs = ? WHERE id = ?',
    );
  }

  one(id: string): KeptPassage | null {
    const row = this.#one.get(id);
    return row ? passageOf(row) : null;
  }

  /** How its verdict went. */
  steps(id: string): VerdictStep[] {
    return this.#steps.all(id).map(({ saidMs, ...step }) => ({ time: iso(saidMs), ...step }));
  }

  /** Its DEMON spectrum, dB; null where none was kept. */
  demon(id: string): { binHz: number; levelDb: (number | null)[] } | null {
    const row = this.#demon.get(id);
    return row ? { binHz: row.binHz, levelDb: unpackLevels(row.levels) } : null;
  }

  /** The latest first, `limit` at most; those that follow a passage in this order with its id as `after`. */
  list(filter: PassageFilter, limit: number, after?: string): KeptPassage[] {
    const { sql, values } = passageQuery(filter, limit, after);
    return this.#store
      .prepare<PassageRow>(sql)
      .all(...values)
      .map(passageOf);
  }

  /** All of them, `most` at most, in pages. */
  *pages(filter: PassageFilter, most = Number.POSITIVE_INFINITY): Generator<KeptPassage[]> {
    let after: string | undefined;
    for (let left = most; left > 0; ) {
      const page = this.list(filter, Math.min(PAGE, left), after);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      left -= page.length;
      after = page.at(-1)!.event.id;
    }
  }

  /** Notes what a person says of a passage; null takes it back. */
  review(id: string, review: Omit<Review, 'time'> | null, nowMs = Date.now()): void {
    this.#reviewed.run(review?.verdict ?? null, review?.name ?? null, review ? nowMs : null, id);
  }
}

export function passageQuery(filter: PassageFilter, limit: number, after?: string) {
  const conditions: [string, string | number | undefined][] = [
    ['p.startMs >= ?', filter.fromMs],
    ['p.startMs < ?', filter.toMs],
    ['p.channel = ?', filter.channel],
    ['size = ?', filter.size],
    ['className = ?', filter.class],
    ['confidence >= ?', filter.minConfidence],
    ['(p.startMs, p.id) < (SELECT startMs, id FROM history_passages WHERE id = ?)', after],
  ];
  const given = conditions.filter((each): each is [string, string | number] => each[1] !== undefined);
  const where = given.length ? `WHERE ${given.map(([sql]) => sql).join(' AND ')}` : '';
  return {
    sql: `SELECT ${COLUMNS} FROM ${PASSAGES} ${where} ORDER BY p.startMs DESC, p.id DESC LIMIT ?`,
    values: [...given.map(([, value]) => value), limit],
  };
}

function passageOf(row: PassageRow): KeptPassage {
  const { event, review, reviewName, reviewedMs, clipMs, sampleRateHz } = row;
  return {
    event: JSON.parse(event) as EventMessage,
    review: review && { verdict: review, name: reviewName, time: iso(reviewedMs) },
    clip: clipMs === null ? null : { startMs: clipMs, sampleRateHz: sampleRateHz! },
  };
}

export const iso = (ms: number): string => new Date(ms).toISOString();
