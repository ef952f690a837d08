import { HullprintError } from '../errors.js';
import { type Move, movesOf, type UnsureStretch, type UnsureTimes } from '../history/unsure-times.js';
import type { Logger } from '../log.js';

/** What there is to know of the system's clock. */
export interface SystemClock {
  /** UTC, ms. */
  nowMs(): number;
  /** Time since boot, sleep included, ms. */
  sinceBootMs(): number;
  /** Null where nothing can tell. */
  synchronised(): Promise<boolean | null>;
}

const LOOK_MS = 1000;
/** How often the system is asked when nothing has happened to its clock. */
const ASK_EACH_LOOKS = 30;
/** A clock that was set is asked about at each look, for so many: the answer may come later than the step. */
const ASK_AFTER_STEP_LOOKS = 15;
/** A larger change against the time since boot is the clock being set. */
const STEP_MS = 200;
/** Looks until all that was heard by the old clock is written. */
const SETTLE_LOOKS = 3;

/**
 * Knows whether the system's clock is synchronised, and which times were told while it was not. When it has been
 * synchronised, those times are handed over to be corrected.
 */
export class ClockWatch {
  readonly #times: UnsureTimes;
  readonly #correct: (moves: readonly Move[], done: () => void) => Promise<void>;
  readonly #clock: SystemClock;
  readonly #log: Logger;
  #synchronised: boolean | null = null;
  /** What waits for a clock that is right; the last one is under way while the clock is not. */
  #stretches: UnsureStretch[] = [];
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #looks = 0;
  #askUntilLook = 0;
  #rightSinceLook: number | null = null;

  /** @param correct moves what was kept; it calls `done` in the transaction in which that happens */
  constructor(
    times: UnsureTimes,
    correct: (moves: readonly Move[], done: () => void) => Promise<void>,
    clock: SystemClock,
    log: Logger,
  ) {
    this.#times = times;
    this.#correct = correct;
    this.#clock = clock;
    this.#log = log;
  }

  get synchronised(): boolean {
    return this.#synchronised === true;
  }

  /** Nothing may be thrown away for its age by a clock that is known to be unsynchronised. */
  get tellsAge(): boolean {
    return this.#synchronised !== false && this.#stretches.length === 0;
  }

  /** Whether a time was told, or would be, by a clock that is synchronised. */
  isSure(timeMs: number): boolean {
    return (
      this.synchronised &&
      !this.#stretches.some(({ startMs, endMs }) => timeMs >= startMs - LOOK_MS && timeMs <= endMs + LOOK_MS)
    );
  }

  async start(): Promise<void> {
    for (const { startMs, endMs } of this.#times.takeLost())
      this.#log.warn(
        { from: iso(startMs), to: iso(endMs) },
        'the clock was not synchronised before the machine was restarted: times between stay uncertain',
      );
    this.#stretches = this.#times.all();
    await this.#ask();
    if (this.#synchronised === false) this.#goOn();
    this.#timer = setInterval(() => void this.#lookOnce(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#keep();
  }

  async #lookOnce(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#look();
    } catch (error) {
      // What cannot be written now is told where it is written, and tried again.
      if (!(error instanceof HullprintError)) throw error;
      this.#log.debug(error.message);
    } finally {
      this.#busy = false;
    }
  }

  async #look(): Promise<void> {
    this.#looks++;
    const asks = this.#looks % ASK_EACH_LOOKS === 0;
    if (this.#synchronised === false) this.#goOn();
    if (asks || this.#looks <= this.#askUntilLook) await this.#ask();
    if (asks) this.#keep();
    if (!this.#synchronised || this.#stretches.length === 0) {
      this.#rightSinceLook = null;
      return;
    }
    this.#rightSinceLook ??= this.#looks;
    if (this.#looks - this.#rightSinceLook >= SETTLE_LOOKS) await this.#mend();
  }

  async #ask(): Promise<void> {
    this.#synchronised = await this.#clock.synchronised();
  }

  /** The stretch under way reaches until now, or another begins: the clock was set. */
  #goOn(): void {
    const nowMs = this.#clock.nowMs();
    const offsetMs = nowMs - this.#clock.sinceBootMs();
    const last = this.#stretches.at(-1);
    if (last && Math.abs(offsetMs - last.offsetMs) < STEP_MS) {
      last.endMs = nowMs;
      return;
    }
    if (last) {
      this.#askUntilLook = this.#looks + ASK_AFTER_STEP_LOOKS;
      this.#keep();
    }
    this.#stretches.push({ startMs: nowMs, endMs: nowMs, offsetMs });
    this.#keep();
  }

  #keep(): void {
    const last = this.#stretches.at(-1);
    if (last) this.#times.put(last);
  }

  async #mend(): Promise<void> {
    const offsetMs = this.#clock.nowMs() - this.#clock.sinceBootMs();
    const moves = movesOf(this.#stretches, offsetMs);
    if (moves.length) await this.#correct(moves, () => this.#times.clear());
    else this.#times.clear();
    this.#stretches = [];
  }
}

const iso = (ms: number) => new Date(ms).toISOString();
