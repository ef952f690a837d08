import { dot } from './dot.js';
import { kaiser, kaiserBeta, kaiserTaps } from './windows.js';

/**
 * Changes a sample rate by the fraction up/down (whole numbers without a common factor) through a bank of `up`
 * Kaiser low-pass filters, one for each position of an output between two inputs. Output j lies at the time
 * of input j·down/up; before the first sample there is silence.
 */
export class PolyphaseResampler {
  readonly #ratio: number;
  readonly #up: number;
  readonly #down: number;
  readonly #tapsPerPhase: number;
  readonly #bank: Float32Array;
  readonly #history: Float64Array;
  #held: number;
  /** First held sample under the next output's filter, and which filter. */
  #position = 0;
  #phase = 0;

  /** `passband`: edge as a share of the slower rate, below 0.5; the stop-band begins as far above 0.5. */
  constructor(up: number, down: number, passband: number, attenuationDb: number, longestInput: number) {
    const slower = Math.min(1, up / down);
    const half = Math.ceil(kaiserTaps(attenuationDb, (1 - 2 * passband) * slower) / 2);
    this.#ratio = up / down;
    this.#up = up;
    this.#down = down;
    this.#tapsPerPhase = 2 * half;
    this.#bank = polyphaseBank(up, half, slower, kaiserBeta(attenuationDb));
    this.#history = new Float64Array(2 * half + longestInput + Math.ceil(down / up) + 2);
    this.#held = half - 1;
  }

  /** Most samples that `process` gives for `length` samples. */
  longestOutput(length: number): number {
    return Math.ceil(length * this.#ratio) + 1;
  }

  /** Gives the number of samples written to `output`. */
  process(input: Float32Array, output: Float32Array): number {
    const history = this.#history;
    history.set(input, this.#held);
    this.#held += input.length;
    const taps = this.#tapsPerPhase;
    const bank = this.#bank;
    let position = this.#position;
    let phase = this.#phase;
    let written = 0;
    while (position + taps <= this.#held) {
      output[written++] = dot(bank, phase * taps, history, position, taps);
      phase += this.#down;
      while (phase >= this.#up) {
        phase -= this.#up;
        position++;
      }
    }
    const spent = Math.min(position, this.#held);
    history.copyWithin(0, spent, this.#held);
    this.#held -= spent;
    this.#position = position - spent;
    this.#phase = phase;
    return written;
  }
}

const banks = new Map<string, Float32Array>();

/** `[up, 2·half]`: filter p gives the value p/up after the tap at half − 1. Shared: odd rates have big banks. */
function polyphaseBank(up: number, half: number, cutoff: number, beta: number): Float32Array {
  const key = `${up} ${half} ${cutoff}`;
  const known = banks.get(key);
  if (known) return known;
  const taps = 2 * half;
  const bank = new Float32Array(up * taps);
  const row = new Float64Array(taps);
  for (let phase = 0; phase < up; phase++) {
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const distance = k - (half - 1) - phase / up;
      row[k] = sinc(distance * cutoff) * kaiser(distance / half, beta);
      sum += row[k];
    }
    for (let k = 0; k < taps; k++) bank[phase * taps + k] = row[k] / sum;
  }
  banks.set(key, bank);
  return bank;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
