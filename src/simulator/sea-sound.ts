import type { Call } from './calls.js';
import { exp, square } from './elementary.js';
import type { Line } from './lines.js';
import type { Random } from './random.js';
import { amplitudeOfDb, type Spectrum, valueAt } from './spectrum.js';

/** Noise whose strength comes and goes: log-normal amplitudes at even intervals, joined by straight lines. */
export interface Fluctuation {
  intervalSeconds: number;
  /** Standard deviation of the amplitude's natural logarithm. */
  spread: number;
}

/** A sound of the sea beside the ships and the steady background, as it arrives at the hydrophone. */
export interface SeaSound {
  noise?: { levelDb: Spectrum; fluctuation?: Fluctuation };
  lines?: Line[];
  /** Begins a row of calls that never ends. */
  calls?: (random: Random) => Generator<Call, never>;
  /** Heard only then; without it, always. */
  during?: { fromSeconds: number; untilSeconds: number } | undefined;
}

/** Draws one kind of sound over a background given as dB re 1 µPa²/Hz; `extraDb` makes all of it louder. */
export type SeaSoundDraw = (random: Random, backgroundDb: Spectrum, extraDb: number) => SeaSound;

/** Peak amplitude in µPa of a tone whose power is `excessDb` over the background's power in 1 Hz. */
export function tonePeak(backgroundDb: Spectrum, frequencyHz: number, excessDb: number): number {
  return Math.SQRT2 * amplitudeOfDb(valueAt(backgroundDb, Math.max(frequencyHz, 4)) + excessDb);
}

/** The gain of a fluctuation from moment to moment, of unit mean power. */
export class FluctuationGain {
  readonly #fluctuation: Fluctuation;
  readonly #random: Random;
  readonly #scale: number;
  #from: number;
  #to: number;
  #place: number;

  constructor(fluctuation: Fluctuation, random: Random) {
    this.#fluctuation = fluctuation;
    this.#random = random;
    this.#scale = exp(-square(fluctuation.spread));
    this.#from = this.#draw();
    this.#to = this.#draw();
    this.#place = random.uniform();
  }

  /** Power gain after `seconds` more. */
  advance(seconds: number): number {
    this.#place += seconds / this.#fluctuation.intervalSeconds;
    while (this.#place >= 1) {
      this.#place -= 1;
      this.#from = this.#to;
      this.#to = this.#draw();
    }
    return square(this.#from + this.#place * (this.#to - this.#from));
  }

  #draw(): number {
    return this.#scale * exp(this.#random.normal(0, this.#fluctuation.spread));
  }
}
