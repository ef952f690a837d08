import { kaiser, kaiserBeta, kaiserTaps } from './windows.js';

/**
 * Halves a sample rate. Every other tap of a half-band filter is zero and the rest are symmetric, so one output
 * costs a multiplication for each four taps. Output m lies at the time of input 2m; before the first sample
 * there is silence.
 */
export class HalfBandDecimator {
  readonly #taps: Float64Array;
  readonly #even: Float64Array;
  readonly #odd: Float64Array;
  #evenCount: number;
  #oddCount: number;
  #inputIsOdd = false;

  /** `passband`: edge as a share of the input rate, below 0.25; the stop-band begins as far above 0.25. */
  constructor(passband: number, attenuationDb: number, longestInput: number) {
    const pairs = Math.ceil((kaiserTaps(attenuationDb, 0.5 - 2 * passband) + 1) / 4);
    this.#taps = halfBandTaps(pairs, kaiserBeta(attenuationDb));
    // Past: for output m the odd stream is read from m − pairs to m + pairs − 1, the even one at m.
    this.#odd = new Float64Array(2 * pairs + longestInput + 2);
    this.#even = new Float64Array(pairs + longestInput + 2);
    this.#oddCount = pairs;
    this.#evenCount = 0;
  }

  /** Takes `length` samples of `input`; gives the number of samples written to `output`. */
  process(input: Float32Array, length: number, output: Float32Array): number {
    this.#split(input, length);
    const taps = this.#taps;
    const odd = this.#odd;
    const even = this.#even;
    const pairs = taps.length;
    const ready = Math.max(0, Math.min(this.#evenCount, this.#oddCount - 2 * pairs + 1));
    for (let m = 0; m < ready; m++) {
      let sum = 0.5 * even[m];
      let left = m + pairs - 1;
      let right = m + pairs;
      for (let k = 0; k < pairs; k++) sum += taps[k] * (odd[left--] + odd[right++]);
      output[m] = sum;
    }
    odd.copyWithin(0, ready, this.#oddCount);
    even.copyWithin(0, ready, this.#evenCount);
    this.#oddCount -= ready;
    this.#evenCount -= ready;
    return ready;
  }

  #split(input: Float32Array, length: number): void {
    let isOdd = this.#inputIsOdd;
    for (let i = 0; i < length; i++) {
      if (isOdd) this.#odd[this.#oddCount++] = input[i];
      else this.#even[this.#evenCount++] = input[i];
      isOdd = !isOdd;
    }
    this.#inputIsOdd = isOdd;
  }
}

/** Taps at distances 1, 3, 5 … from the centre (which is 0.5), with unit gain at 0 Hz. */
function halfBandTaps(pairs: number, beta: number): Float64Array {
  const taps = Float64Array.from({ length: pairs }, (_, k) => {
    const distance = 2 * k + 1;
    const sinc = Math.sin((Math.PI * distance) / 2) / (Math.PI * distance);
    return sinc * kaiser(distance / (2 * pairs), beta);
  });
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => (tap * 0.25) / sum);
}
