const cornerHz = 0.5;
const openingSeconds = 1;

/**
 * Takes the constant part off a signal: a first-order high-pass at 0.5 Hz (−0.01 dB at 10 Hz). It starts from
 * the mean of the first second, which is held back for that; otherwise a recorder's offset, often above the
 * signal, would ring through the first windows.
 */
export class DcRemoval {
  readonly #share: number;
  readonly #opening: Float32Array;
  readonly #longestPiece: number;
  #held = 0;
  #offset: number | null = null;

  /** Hands on at most `longestPiece` samples at a time. */
  constructor(sampleRateHz: number, longestPiece: number) {
    this.#longestPiece = longestPiece;
    this.#share = 1 - Math.exp((-2 * Math.PI * cornerHz) / sampleRateHz);
    this.#opening = new Float32Array(Math.ceil(openingSeconds * sampleRateHz));
  }

  /** The constant part at this moment, full scale ±1. */
  get offset(): number {
    return this.#offset ?? 0;
  }

  /** Changes `samples` in place and hands them on; those of the opening go once it is complete. */
  push(samples: Float32Array, emit: (samples: Float32Array) => void): void {
    if (this.#offset !== null) {
      this.#remove(samples);
      emit(samples);
      return;
    }
    const fitting = Math.min(samples.length, this.#opening.length - this.#held);
    this.#opening.set(samples.subarray(0, fitting), this.#held);
    this.#held += fitting;
    if (this.#held < this.#opening.length) return;
    this.#release(emit);
    if (fitting < samples.length) this.push(samples.subarray(fitting), emit);
  }

  /** Hands on the opening of a signal that ended before it was complete. */
  end(emit: (samples: Float32Array) => void): void {
    if (this.#offset === null && this.#held > 0) this.#release(emit);
  }

  #release(emit: (samples: Float32Array) => void): void {
    const opening = this.#opening.subarray(0, this.#held);
    let sum = 0;
    for (let i = 0; i < opening.length; i++) sum += opening[i];
    this.#offset = sum / opening.length;
    this.#remove(opening);
    for (let i = 0; i < opening.length; i += this.#longestPiece) {
      emit(opening.subarray(i, i + this.#longestPiece));
    }
  }

  /** Two samples at a time: each offset waits for the one before it, and so it waits half as often. */
  #remove(samples: Float32Array): void {
    const share = this.#share;
    const kept = 1 - share;
    const keptShare = kept * share;
    const keptTwice = kept * kept;
    const even = samples.length & ~1;
    let offset = this.offset;
    for (let i = 0; i < even; i += 2) {
      const first = samples[i];
      const second = samples[i + 1];
      samples[i] = first - offset;
      samples[i + 1] = second - (kept * offset + share * first);
      offset = keptTwice * offset + (keptShare * first + share * second);
    }
    if (even < samples.length) {
      const last = samples[even];
      samples[even] = last - offset;
      offset = kept * offset + share * last;
    }
    this.#offset = offset;
  }
}
