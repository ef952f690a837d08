import { setTimeout as sleep } from 'node:timers/promises';
import { ExitCode, HullprintError } from '../errors.js';
import type { Logger } from '../log.js';
import { backoffMs } from '../publish/backoff.js';
import { Database, RowRefused } from './database.js';
import { insertOf } from './insert.js';
import { type Fleet, Subscription } from './subscription.js';

const BACKOFF = { firstMs: 500, longestMs: 60_000 };

/**
 * Writes what nodes say into PostgreSQL. A message is acknowledged when its row is committed; while either side is
 * away, the connection to the broker is closed, and the broker keeps what comes (QoS 1: events and effort).
 */
export class Collector {
  readonly #fleet: Fleet;
  readonly #database: string | undefined;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  readonly #refusedTopics = new Set<string>();
  #written = 0;
  #refused = 0;

  constructor(fleet: Fleet, database: string | undefined, log: Logger) {
    this.#fleet = fleet;
    this.#database = database;
    this.#log = log;
  }

  get counts(): { written: number; refused: number } {
    return { written: this.#written, refused: this.#refused };
  }

  /** Resolves after `stop`. Throws what the first attempt runs into, later only what waiting cannot mend. */
  async run(): Promise<void> {
    for (let attempt = 0, begun = false; !this.#stopping.signal.aborted; attempt++) {
      const startedWith = this.#written;
      try {
        const reason = await this.#session(() => {
          begun = true;
        });
        if (reason !== null) this.#log.warn(`interrupted: ${reason}`);
      } catch (error) {
        if (!(error instanceof HullprintError) || !begun || error.exitCode === ExitCode.configuration)
          throw error;
        this.#log.warn(error.message);
      }
      if (this.#written > startedWith) attempt = 0;
      await sleep(backoffMs(attempt, BACKOFF), null, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Collects until something ends it; gives the reason, null when it was told to stop. */
  async #session(begun: () => void): Promise<string | null> {
    const { signal } = this.#stopping;
    let end: (reason: string | null) => void = () => {};
    const ended = new Promise<string | null>((resolve) => {
      end = resolve;
    });
    const stop = () => end(null);
    signal.addEventListener('abort', stop);
    const database = await Database.open(this.#database, end);
    try {
      const take = (topic: string, payload: string) => this.#take(database, topic, payload);
      const subscription = await Subscription.open(this.#fleet, take, end);
      begun();
      this.#log.info({ topics: this.#fleet.topics }, 'collecting');
      const reason = await ended;
      await subscription.close();
      return reason;
    } finally {
      signal.removeEventListener('abort', stop);
      await database.close();
    }
  }

  /** Rejects when the message must come again. What no table can hold is told once a topic, and let go. */
  async #take(database: Database, topic: string, payload: string): Promise<void> {
    try {
      const insert = readable(topic, payload);
      if (!insert) return;
      await database.write(insert);
      this.#written++;
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      this.#refused++;
      if (this.#refusedTopics.has(topic)) return;
      this.#refusedTopics.add(topic);
      this.#log.warn({ topic }, `not stored: ${error.message}`);
    }
  }
}

function readable(topic: string, payload: string) {
  try {
    return insertOf(topic, payload);
  } catch (error) {
    throw new RowRefused((error as Error).message);
  }
}
