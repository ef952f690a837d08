import type { Statement, Store } from '../store/store.js';

/** A stretch of time in which the system's clock was not synchronised, by that clock, UTC ms. */
export interface UnsureStretch {
  startMs: number;
  endMs: number;
  /** The clock less the time since boot, ms: the same for as long as nobody sets the clock. */
  offsetMs: number;
}

/** Times of all that was kept between two instants, by a clock that was wrong, and by how much. */
export interface Move {
  startMs: number;
  endMs: number;
  /** To be added, ms. */
  byMs: number;
}

/** A crystal's own drift, and what else is not worth a correction. */
const DRIFT_PPM = 100;
const LEAST_MS = 1000;

/** The stretches of one boot whose times wait for a clock that is right; they outlive the process, but not the boot. */
export class UnsureTimes {
  readonly #boot: string;
  readonly #put: Statement<never>;
  readonly #of: Statement<UnsureStretch>;
  readonly #remove: Statement<never>;
  readonly #others: Statement<{ startMs: number; endMs: number }>;
  readonly #removeOthers: Statement<never>;

  /** @param boot tells one boot of the machine from another */
  constructor(store: Store, boot: string) {
    this.#boot = boot;
    this.#put = store.prepare('INSERT OR REPLACE INTO unsure_times VALUES (?, ?, ?, ?)');
    this.#of = store.prepare(
      'SELECT startMs, endMs, offsetMs FROM unsure_times WHERE boot = ? ORDER BY rowid',
    );
    this.#remove = store.prepare('DELETE FROM unsure_times WHERE boot = ?');
    this.#others = store.prepare('SELECT startMs, endMs FROM unsure_times WHERE boot <> ? ORDER BY rowid');
    this.#removeOthers = store.prepare('DELETE FROM unsure_times WHERE boot <> ?');
  }

  /** Adds a stretch, or writes how far the one with that start reaches now. */
  put({ startMs, endMs, offsetMs }: UnsureStretch): void {
    this.#put.run(this.#boot, Math.round(startMs), Math.round(endMs), offsetMs);
  }

  /** In the order in which they were. */
  all(): UnsureStretch[] {
    return this.#of.all(this.#boot);
  }

  clear(): void {
    this.#remove.run(this.#boot);
  }

  /** Gives up those of earlier boots: what the clock was wrong by is no longer known. */
  takeLost(): { startMs: number; endMs: number }[] {
    const lost = this.#others.all(this.#boot);
    if (lost.length) this.#removeOthers.run(this.#boot);
    return lost;
  }
}

/**
 * What has to be moved, now that the clock is right.
 *
 * @param offsetMs of the clock that is right, less the time since boot
 */
export function movesOf(stretches: readonly UnsureStretch[], offsetMs: number): Move[] {
  return stretches
    .map(({ startMs, endMs, offsetMs: was }) => ({ startMs, endMs, byMs: Math.round(offsetMs - was) }))
    .filter(
      // What the crystal may have drifted by came little by little: nobody knows how much of it when.
      ({ startMs, endMs, byMs }) => Math.abs(byMs) > LEAST_MS + (DRIFT_PPM / 1e6) * (endMs - startMs),
    );
}
