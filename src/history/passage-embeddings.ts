import type { Statement, Store } from '../store/store.js';

/** A passage that was kept, where it lies in the embedding of a model. */
export interface EmbeddedPassage {
  id: string;
  startMs: number;
  seconds: number;
  /** The class that it was named as; null for none. */
  className: string | null;
  /** What a person says of it; null where nobody does. */
  review: string | null;
  /** What a person named it; null where nobody has. */
  reviewName: string | null;
  embedding: Float32Array;
}

const MOST = 2000;

interface Row extends Omit<EmbeddedPassage, 'embedding' | 'seconds'> {
  end: string | null;
  vector: Uint8Array;
}

/** The latest passages, which say how often something like a new class goes by. */
export class PassageEmbeddings {
  readonly #latest: Statement<Row>;
  readonly #heard: Statement<{ seconds: number | null }>;

  constructor(store: Store) {
    this.#latest = store.prepare(`
      SELECT p.id, p.startMs, p.event ->> '$.end' AS end, p.className, p.review, p.reviewName, e.vector
      FROM history_passages p JOIN history_embeddings e USING (id)
      WHERE e.model = ? ORDER BY p.startMs DESC LIMIT ?`);
    this.#heard = store.prepare(
      'SELECT sum(secondsHeard) AS seconds FROM history_hours WHERE hour BETWEEN ? AND ?',
    );
  }

  /** The latest first, as many as tell enough. */
  latest(model: string): EmbeddedPassage[] {
    return this.#latest.all(model, MOST).map(({ vector, end, ...row }) => ({
      ...row,
      seconds: end === null ? 0 : (Date.parse(end) - row.startMs) / 1000,
      embedding: new Float32Array(new Uint8Array(vector).slice().buffer),
    }));
  }

  /** Hours that all channels together heard between two instants, whole hours of UTC. */
  hoursHeard(fromMs: number, toMs: number): number {
    const [from, to] = [fromMs, toMs].map((ms) => Math.floor(ms / 3_600_000));
    return (this.#heard.get(from!, to!)?.seconds ?? 0) / 3600;
  }
}
