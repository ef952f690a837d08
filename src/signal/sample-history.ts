/** The latest samples of a signal in one stretch of memory, addressed by their index since the start. */
export class SampleHistory {
  readonly samples: Float32Array;
  readonly #kept: number;
  #first: number;
  #held: number;

  /** At least `kept` samples can be looked back on. */
  constructor(kept: number) {
    this.#kept = kept;
    this.samples = new Float32Array(4 * kept);
    this.#first = 0;
    this.#held = 0;
  }

  /** Samples seen since the start. */
  get end(): number {
    return this.#first + this.#held;
  }

  /** Appends at most `kept` samples. */
  append(signal: Float32Array): void {
    if (this.#held + signal.length > this.samples.length) {
      const spent = this.#held - this.#kept;
      this.samples.copyWithin(0, spent, this.#held);
      this.#first += spent;
      this.#held = this.#kept;
    }
    this.samples.set(signal, this.#held);
    this.#held += signal.length;
  }

  /** Where the sample `index` stands in `samples`. */
  offsetOf(index: number): number {
    return index - this.#first;
  }
}
