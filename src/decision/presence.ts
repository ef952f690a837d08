import { RunningQuantile } from './running-quantile.js';

const MINUTES = 60;
/** Windows start every 2.5 s, levels come every second. */
const WINDOWS_PER_MINUTE = 24;
const LEVELS_PER_MINUTE = 60;

/** Log odds of a ship in a sea that the model knows to be empty: p(ship) = 0.12. */
export const EMPTY_SEA_LOG_ODDS = -2;
/** Before the site's own sea has been heard it is taken to look a bit like a ship, p(ship) = 0.27, for three minutes. */
const UNHEARD_SEA_LOG_ODDS = -1;
const UNHEARD_MINUTES = 3;

/** Ships too far for a passage lift the level long before they look like ships: the quieter part is the background. */
const LEVEL_QUANTILE = 0.2;
const PROBABILITY_QUANTILE = 0.5;

/** A level that stands this far above the background (dB) needs no excuse for a high p(ship); below the first, every. */
const NO_RISE_DB = 2;
const CLEAR_RISE_DB = 6;

/** Probabilities of a fitted head saturate: beyond this the number says nothing more. */
const LARGEST_LOG_ODDS = 5;

export function logOdds(probability: number): number {
  const odds = Math.log(probability / (1 - probability));
  return Math.min(LARGEST_LOG_ODDS, Math.max(-LARGEST_LOG_ODDS, odds));
}

/**
 * The ordinary sea of one site over the last hour in which no passage was open: decidecade levels and what the model
 * makes of them. While a passage is open the background stands still, so that a ship that stays is not swallowed, and
 * what is heard goes into a second account; `close` says what becomes of that.
 */
export class PresenceBackground {
  #background = newAccount();
  #inPassage: Account | null = null;

  constructor() {
    for (let minute = 0; minute < UNHEARD_MINUTES; minute++) {
      this.#background.probability.addSummary(Float64Array.of(UNHEARD_SEA_LOG_ODDS));
    }
  }

  /** Takes the decidecade levels `[bands]`, dB, of one second. */
  addLevels(decidecadeDb: Float32Array): void {
    const account = this.#inPassage ?? this.#background;
    // Another capture rate has other bands, and starts anew.
    if (account.levels?.width !== decidecadeDb.length) account.levels = levelAccount(decidecadeDb.length);
    account.levels.add(decidecadeDb);
  }

  /** Takes p(ship) of one window, 0–1. */
  addProbability(ship: number): void {
    (this.#inPassage ?? this.#background).probability.add([logOdds(ship)]);
  }

  /**
   * Signal and background over background, averaged over the decidecades as power: an energy detector on a whitened
   * spectrum, which a band full of flow noise cannot drown. dB; null while nothing is known of the background.
   */
  riseDb(decidecadeDb: Float32Array): number | null {
    const background = this.#background.levels?.value;
    if (background?.length !== decidecadeDb.length) return null;
    let ratio = 0;
    let bands = 0;
    for (let band = 0; band < background.length; band++) {
      const aboveDb = decidecadeDb[band]! - background[band]!;
      if (!Number.isFinite(aboveDb)) continue; // a band without power
      ratio += 10 ** (aboveDb / 10);
      bands++;
    }
    return bands === 0 ? null : 10 * Math.log10(ratio / bands);
  }

  /**
   * Log odds of a ship, less what the site's ordinary sea already earns, unless the level stands out.
   * @param riseDb of the window, from `riseDb`; null counts as no rise.
   */
  shipLogOdds(ship: number, riseDb: number | null): number {
    const ordinary = Math.max(0, this.#background.probability.value![0]! - EMPTY_SEA_LOG_ODDS);
    const standsOut = ((riseDb ?? 0) - NO_RISE_DB) / (CLEAR_RISE_DB - NO_RISE_DB);
    return logOdds(ship) - ordinary * (1 - Math.min(1, Math.max(0, standsOut)));
  }

  open(): void {
    this.#inPassage = newAccount();
  }

  /**
   * `discard` what was heard in the passage, or `add` it to the background (nothing stood out, so it was the sea after
   * all), or let it `replace` the background (a source that stays is the sea from now on).
   */
  close(passage: 'discard' | 'add' | 'replace'): void {
    const account = this.#inPassage;
    this.#inPassage = null;
    if (account === null || passage === 'discard') return;
    if (passage === 'replace') this.#background = account;
    else {
      this.#background.probability.append(account.probability);
      if (account.levels) this.#background.levels?.append(account.levels);
    }
  }
}

interface Account {
  /** Null before the first level. */
  levels: RunningQuantile | null;
  probability: RunningQuantile;
}

function newAccount(): Account {
  const probability = new RunningQuantile({
    width: 1,
    entriesPerSummary: WINDOWS_PER_MINUTE,
    summaries: MINUTES,
    quantile: PROBABILITY_QUANTILE,
  });
  return { levels: null, probability };
}

function levelAccount(bands: number): RunningQuantile {
  return new RunningQuantile({
    width: bands,
    entriesPerSummary: LEVELS_PER_MINUTE,
    summaries: MINUTES,
    quantile: LEVEL_QUANTILE,
  });
}
