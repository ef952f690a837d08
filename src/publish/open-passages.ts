import type { Statement, Store } from '../store/store.js';
import type { EventMessage } from './messages.js';

interface Row {
  event: string;
  heardUntilMs: number;
}

/** The passages that have begun and not ended, with the last event of each: what a restart has to bring to an end. */
export class OpenPassages {
  readonly #upsert: Statement<never>;
  readonly #remove: Statement<never>;
  readonly #all: Statement<Row>;

  constructor(store: Store) {
    this.#upsert = store.prepare(
      'INSERT OR REPLACE INTO passages (id, channel, phase, event, heardUntilMs) VALUES (?, ?, ?, ?, ?)',
    );
    this.#remove = store.prepare('DELETE FROM passages WHERE id = ?');
    this.#all = store.prepare('SELECT event, heardUntilMs FROM passages ORDER BY id');
  }

  /** To be called in the transaction that puts the event into the outbox. */
  note(event: EventMessage, heardUntilMs: number): void {
    if (event.phase === 'end') this.#remove.run(event.id);
    else
      this.#upsert.run(event.id, event.channel, event.phase, JSON.stringify(event), Math.round(heardUntilMs));
  }

  /** What ends each of them, in the order of their beginning: the last event, ended where it was last heard. */
  endings(): EventMessage[] {
    return this.#all.all().map(({ event, heardUntilMs }) => {
      const last = JSON.parse(event) as EventMessage;
      const endMs = Math.max(heardUntilMs, Date.parse(last.start));
      return { ...last, phase: 'end', end: new Date(endMs).toISOString() };
    });
  }
}
