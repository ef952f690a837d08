import type { Statement, Store } from '../store/store.js';

/** In the order in which they are given up when the outbox is full. */
export const kinds = ['levels', 'effort', 'event'] as const;
export type Kind = (typeof kinds)[number];

export interface OutboxBounds {
  rows: number;
  bytes: number;
}

export interface OutboxRow {
  seq: number;
  topic: string;
  payload: string;
  qos: 0 | 1;
}

export interface OutboxSummary {
  rows: number;
  bytes: number;
  /** When the oldest row was written, ms since 1970. */
  oldestMs: number | null;
  /** Messages given up since the database was made. */
  dropped: Record<Kind, number>;
}

interface Totals {
  kind: Kind;
  rows: number;
  bytes: number;
  dropped: number;
}

/** An event takes about 1 kB: some months of a busy harbour. */
export const defaultBounds: OutboxBounds = { rows: 100_000, bytes: 64 * 1024 * 1024 };

/**
 * Messages from the moment they are announced until the broker has acknowledged them. Bounded by rows and bytes:
 * what is too much is taken from the oldest levels, then the oldest effort, then the oldest events, and counted.
 */
export class Outbox {
  readonly #store: Store;
  readonly #bounds: OutboxBounds;
  readonly #insert: Statement<never>;
  readonly #following: Statement<OutboxRow>;
  readonly #remove: Statement<never>;
  readonly #oldestOf: Statement<{ seq: number }>;
  readonly #oldest: Statement<{ createdMs: number }>;
  readonly #totals: Statement<Totals>;
  readonly #countDrop: Statement<never>;
  readonly #lastSeq: Statement<{ seq: number }>;

  constructor(store: Store, bounds: OutboxBounds = defaultBounds) {
    this.#store = store;
    this.#bounds = bounds;
    this.#insert = store.prepare(
      'INSERT INTO outbox (kind, topic, payload, qos, bytes, createdMs) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#following = store.prepare(
      'SELECT seq, topic, payload, qos FROM outbox WHERE seq > ? ORDER BY seq LIMIT 1',
    );
    this.#remove = store.prepare('DELETE FROM outbox WHERE seq = ?');
    this.#oldestOf = store.prepare('SELECT seq FROM outbox WHERE kind = ? ORDER BY seq LIMIT 1');
    this.#oldest = store.prepare('SELECT createdMs FROM outbox ORDER BY seq LIMIT 1');
    this.#totals = store.prepare('SELECT kind, rows, bytes, dropped FROM outbox_totals');
    this.#countDrop = store.prepare('UPDATE outbox_totals SET dropped = dropped + 1 WHERE kind = ?');
    this.#lastSeq = store.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'");
  }

  /** Writes a message; `within` runs in the same transaction. On disk when this returns. */
  put(kind: Kind, topic: string, payload: string, within: () => void = () => {}): void {
    const bytes = Buffer.byteLength(topic) + Buffer.byteLength(payload);
    this.#store.transaction(() => {
      this.#insert.run(kind, topic, payload, kind === 'levels' ? 0 : 1, bytes, Date.now());
      this.#makeRoom();
      within();
    });
  }

  /** The next row after a number, in the order of writing. */
  following(seq: number): OutboxRow | undefined {
    return this.#following.get(seq);
  }

  /** Takes out what the broker has acknowledged. */
  remove(seqs: readonly number[]): void {
    if (seqs.length === 0) return;
    this.#store.transaction(() => {
      for (const seq of seqs) this.#remove.run(seq);
    });
  }

  /** The number of the latest row ever written, also by an earlier process; 0 when there was none. */
  get lastSeq(): number {
    return this.#lastSeq.get()?.seq ?? 0;
  }

  summary(): OutboxSummary {
    const summary: OutboxSummary = {
      rows: 0,
      bytes: 0,
      oldestMs: this.#oldest.get()?.createdMs ?? null,
      dropped: { levels: 0, effort: 0, event: 0 },
    };
    for (const { kind, rows, bytes, dropped } of this.#totals.all()) {
      summary.rows += rows;
      summary.bytes += bytes;
      summary.dropped[kind] = dropped;
    }
    return summary;
  }

  #makeRoom(): void {
    let { rows, bytes } = this.summary();
    while (rows > this.#bounds.rows || bytes > this.#bounds.bytes) {
      const [kind, seq] = this.#leastWorth();
      this.#remove.run(seq);
      this.#countDrop.run(kind);
      ({ rows, bytes } = this.summary());
    }
  }

  #leastWorth(): [Kind, number] {
    for (const kind of kinds) {
      const oldest = this.#oldestOf.get(kind);
      if (oldest) return [kind, oldest.seq];
    }
    throw new Error('the totals of the outbox do not match its rows');
  }
}
