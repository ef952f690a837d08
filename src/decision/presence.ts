import { RunningQuantile } from './running-quantile.js';

const MINUTES = 60;
/** Windows start every 2.5 s, levels come every second. */
const WINDOWS_PER_MINUTE = 24;
const LEVELS_PER_MINUTE = 60;

/** What an ordinary sea is taken to be before it has been heard: p(ship) = 0.12, and for how many minutes of weight. */
export const PRIOR_LOG_ODDS = -2;
const PRIOR_MINUTES = 5;

/** Half the sea of a busy port has a ship in it, so the background is what the quieter part says. */
const LEVEL_QUANTILE = 0.2;
const PROBABILITY_QUANTILE = 0.3;

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
  #levels: RunningQuantile | null = null;
  #probability = probabilityAccount();
  #inPassage: { levels: RunningQuantile | null; probability: RunningQuantile } | null = null;

  constructor() {
    for (let minute = 0; minute < PRIOR_MINUTES; minute++) {
      this.#probability.addSummary(Float64Array.of(PRIOR_LOG_ODDS));
    }
  }

  /** Takes the decidecade levels `[bands]`, dB, of one second. */
  addLevels(decidecadeDb: Float32Array): void {
    const account = this.#inPassage;
    if (account) {
      account.levels ??= levelAccount(decidecadeDb.length);
      account.levels.add(decidecadeDb);
    } else {
      this.#levels ??= levelAccount(decidecadeDb.length);
      this.#levels.add(decidecadeDb);
    }
  }

  /** Takes p(ship) of one window, 0–1. */
  addProbability(ship: number): void {
    (this.#inPassage?.probability ?? this.#probability).add([logOdds(ship)]);
  }

  /**
   * Signal and background over background, averaged over the decidecades as power: an energy detector on a whitened
   * spectrum, which a band full of flow noise cannot drown. dB; null while nothing is known of the background.
   */
  riseDb(decidecadeDb: Float32Array): number | null {
    const background = this.#levels?.value ?? null;
    if (background === null) return null;
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
    const ordinary = Math.max(0, this.#probability.value![0]! - PRIOR_LOG_ODDS);
    const standsOut = ((riseDb ?? 0) - NO_RISE_DB) / (CLEAR_RISE_DB - NO_RISE_DB);
    return logOdds(ship) - ordinary * (1 - Math.min(1, Math.max(0, standsOut)));
  }

  open(): void {
    this.#inPassage = { levels: null, probability: probabilityAccount() };
  }

  /**
   * `discard` what was heard in the passage, or `add` it to the background (nothing stood out, so it was the sea after
   * all), or let it `replace` the background (a source that stays is the sea from now on).
   */
  close(passage: 'discard' | 'add' | 'replace'): void {
    const account = this.#inPassage;
    this.#inPassage = null;
    if (account === null || passage === 'discard') return;
    if (passage === 'replace') {
      this.#levels = account.levels;
      this.#probability = account.probability;
    } else {
      this.#probability.append(account.probability);
      if (account.levels) {
        if (this.#levels) this.#levels.append(account.levels);
        else this.#levels = account.levels;
      }
    }
  }
}

function probabilityAccount(): RunningQuantile {
  return new RunningQuantile({
    width: 1,
    entriesPerSummary: WINDOWS_PER_MINUTE,
    summaries: MINUTES,
    quantile: PROBABILITY_QUANTILE,
  });
}

function levelAccount(bands: number): RunningQuantile {
  return new RunningQuantile({
    width: bands,
    entriesPerSummary: LEVELS_PER_MINUTE,
    summaries: MINUTES,
    quantile: LEVEL_QUANTILE,
  });
}
