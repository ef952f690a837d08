import type { Random } from './random.js';

/** Stretches that a recorder loses and fills with zeros: buffers that came too late. */
export interface DropoutRate {
  perHour: number;
  /** Mean length; lengths are exponential. */
  meanSeconds: number;
}

/** Silences the lost stretches of one channel as it goes by. */
export class Dropouts {
  readonly #meanGap: number;
  readonly #meanLength: number;
  readonly #random: Random;
  /** Samples from the next one to the start and to the end of the next dropout. */
  #start: number;
  #end: number;

  constructor({ perHour, meanSeconds }: DropoutRate, sampleRateHz: number, random: Random) {
    this.#meanGap = (3600 * sampleRateHz) / perHour;
    this.#meanLength = meanSeconds * sampleRateHz;
    this.#random = random;
    this.#start = random.exponential(this.#meanGap);
    this.#end = this.#start + random.exponential(this.#meanLength);
  }

  silence(samples: Float32Array): void {
    while (this.#start < samples.length) {
      samples.fill(0, Math.max(Math.round(this.#start), 0), Math.max(Math.round(this.#end), 0));
      if (this.#end > samples.length) break;
      this.#start = this.#end + this.#random.exponential(this.#meanGap);
      this.#end = this.#start + this.#random.exponential(this.#meanLength);
    }
    this.#start -= samples.length;
    this.#end -= samples.length;
  }
}
