import type { UtcSpan } from './passage.js';
import { EMPTY_SEA_LOG_ODDS } from './presence.js';

/** Weight of the latest window in the smoothed log odds of a ship: two windows make up a mind. */
const SMOOTHING = 0.4;
/** Log odds at which a ship is taken to have come (p = 0.7) and to have gone (p = 0.35). */
const ENTER = 0.85;
const LEAVE = -0.62;

/** Whether a ship is there, by smoothing and hysteresis. */
export class ShipPresent {
  #logOdds = EMPTY_SEA_LOG_ODDS;
  #sinceMs: number | null = null;
  #untilMs = 0;

  /** Takes the log odds of a ship in the next window. */
  hear(span: UtcSpan, logOdds: number): void {
    this.#logOdds += SMOOTHING * (logOdds - this.#logOdds);
    if (this.#logOdds < LEAVE) this.#sinceMs = null;
    else if (this.#logOdds >= ENTER) this.#sinceMs ??= span.startMs;
    if (this.#sinceMs !== null) this.#untilMs = span.endMs;
  }

  forget(): void {
    this.#logOdds = EMPTY_SEA_LOG_ODDS;
    this.#sinceMs = null;
  }

  /** Start of the window from which on a ship has been there; null when none is. */
  get sinceMs(): number | null {
    return this.#sinceMs;
  }

  /** End of the last window in which a ship was there. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** Probability that there is none now. */
  get none(): number {
    return 1 / (1 + Math.exp(this.#logOdds));
  }
}
