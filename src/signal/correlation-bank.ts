import { nextFftSize, type RealFft, realFft } from './fft.js';

/** Writes the output of one filter over the present block into `output`. */
export type Response = (filter: number, output: Float32Array) => void;

/**
 * Correlates a signal with many filters of one odd length: y[n] = Σ k(τ) · x[n + τ], τ from −half to half, zeros beyond
 * both ends of the signal. Works block by block in the frequency domain (overlap-save), where a block is
 * transformed once for all filters.
 */
export class CorrelationBank {
  /** Outputs that a block gives; the last one gives fewer. */
  readonly blockSamples: number;
  readonly #half: number;
  readonly #fft: RealFft;
  /** Conjugate spectra, with the scale of both transforms. */
  readonly #filters: Float32Array[];
  readonly #block: Float32Array;

  /** `filters`: taps `[length]` each, the one for τ = 0 in the middle. */
  constructor(filters: readonly Float64Array[]) {
    const length = filters[0].length;
    this.#half = (length - 1) / 2;
    this.#fft = realFft(nextFftSize(5 * length));
    this.#block = new Float32Array(this.#fft.size);
    this.blockSamples = this.#fft.size - 2 * this.#half;
    this.#filters = filters.map((taps) => this.#conjugateSpectrum(taps));
  }

  /** Calls `take` for each block of outputs, `count` from sample `first` on, in their order. */
  run(samples: Float32Array, take: (first: number, count: number, response: Response) => void): void {
    for (let first = 0; first < samples.length; first += this.blockSamples) {
      this.#transform(samples, first - this.#half);
      const count = Math.min(this.blockSamples, samples.length - first);
      take(first, count, (filter, output) => this.#respond(this.#filters[filter], count, output));
    }
  }

  #conjugateSpectrum(taps: Float64Array): Float32Array {
    const { size, input } = this.#fft;
    input.fill(0);
    taps.forEach((tap, i) => {
      input[(i - this.#half + size) % size] = tap / size;
    });
    this.#fft.forward();
    const spectrum = this.#fft.output.slice();
    for (let i = 3; i < size; i += 2) spectrum[i] = -spectrum[i];
    return spectrum;
  }

  #transform(samples: Float32Array, from: number): void {
    const { size, input } = this.#fft;
    input.fill(0);
    const start = Math.max(0, from);
    input.set(samples.subarray(start, from + size), start - from);
    this.#fft.forward();
    this.#block.set(this.#fft.output);
  }

  #respond(filter: Float32Array, count: number, output: Float32Array): void {
    const block = this.#block;
    const product = this.#fft.output;
    product[0] = block[0] * filter[0];
    product[1] = block[1] * filter[1];
    for (let i = 2; i < block.length; i += 2) {
      product[i] = block[i] * filter[i] - block[i + 1] * filter[i + 1];
      product[i + 1] = block[i] * filter[i + 1] + block[i + 1] * filter[i];
    }
    this.#fft.inverse();
    output.set(this.#fft.input.subarray(this.#half, this.#half + count));
  }
}
