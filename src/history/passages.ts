import type { EventMessage } from '../publish/messages.js';
import type { Statement, Store } from '../store/store.js';

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
}

const COLUMNS = 'id, event, review, reviewName, reviewedMs';

/** Reads passages from a node's history. Every query is led by an index. */
export class PassageReader {
  readonly #store: Store;
  readonly #one: Statement<PassageRow>;
  readonly #steps: Statement<Omit<VerdictStep, 'time'> & { saidMs: number }>;
  readonly #reviewed: Statement<never>;

  constructor(store: Store) {
    this.#store = store;
    this.#one = store.prepare(`SELECT ${COLUMNS} FROM history_passages WHERE id = ?`);
    this.#steps = store.prepare(
      `SELECT saidMs, phase, size, confidence, className AS vesselClass, windows
        FROM history_verdicts WHERE id = ? ORDER BY windows, saidMs`,
    );
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

  /** The latest first, `limit` at most; those that follow a passage in this order with its id as `after`. */
  list(filter: PassageFilter, limit: number, after?: string): KeptPassage[] {
    const { sql, values } = passageQuery(filter, limit, after);
    return this.#store
      .prepare<PassageRow>(sql)
      .all(...values)
      .map(passageOf);
  }

  /** Notes what a person says of a passage; null takes it back. */
  review(id: string, review: Omit<Review, 'time'> | null, nowMs = Date.now()): void {
    this.#reviewed.run(review?.verdict ?? null, review?.name ?? null, review ? nowMs : null, id);
  }
}

export function passageQuery(filter: PassageFilter, limit: number, after?: string) {
  const conditions: [string, string | number | undefined][] = [
    ['startMs >= ?', filter.fromMs],
    ['startMs < ?', filter.toMs],
    ['channel = ?', filter.channel],
    ['size = ?', filter.size],
    ['className = ?', filter.class],
    ['confidence >= ?', filter.minConfidence],
    ['(startMs, id) < (SELECT startMs, id FROM history_passages WHERE id = ?)', after],
  ];
  const given = conditions.filter((each): each is [string, string | number] => each[1] !== undefined);
  const where = given.length ? `WHERE ${given.map(([sql]) => sql).join(' AND ')}` : '';
  return {
    sql: `SELECT ${COLUMNS} FROM history_passages ${where} ORDER BY startMs DESC, id DESC LIMIT ?`,
    values: [...given.map(([, value]) => value), limit],
  };
}

function passageOf({ event, review, reviewName, reviewedMs }: PassageRow): KeptPassage {
  return {
    event: JSON.parse(event) as EventMessage,
    review: review && { verdict: review, name: reviewName, time: iso(reviewedMs) },
  };
}

export const iso = (ms: number): string => new Date(ms).toISOString();
