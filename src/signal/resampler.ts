import { HalfBandDecimator } from './halfband.js';
import { PolyphaseResampler } from './polyphase.js';

const stopBandDb = 85;
/** Flat up to this share of the slower Nyquist frequency: 7.1 kHz of 8. What aliases falls above it. */
const flatShare = 0.8875;

interface Stage {
  process(input: Float32Array, length: number, output: Float32Array): number;
}

/**
 * Takes a signal of any rate to another, 8–384 kHz to 16 kHz as hullprint uses it: half-band filters while
 * the rate can be halved, then one polyphase filter for the fraction that is left. Stop-band at least 80 dB.
 * The output is the same however the input is cut into pieces.
 */
export class Resampler {
  readonly #stages: { stage: Stage; output: Float32Array }[] = [];
  readonly #inputRateHz: number;
  readonly #outputRateHz: number;
  readonly #longestInput: number;
  #taken = 0;
  #given = 0;

  constructor(inputRateHz: number, outputRateHz: number, longestInput: number) {
    this.#inputRateHz = inputRateHz;
    this.#outputRateHz = outputRateHz;
    this.#longestInput = longestInput;
    const protectedHz = (2 - flatShare) * (outputRateHz / 2);
    let halvings = 0;
    let rateHz = inputRateHz;
    let length = longestInput;
    while (rateHz / 2 === outputRateHz || rateHz / 2 >= 1.25 * outputRateHz) {
      const isLast = rateHz / 2 === outputRateHz;
      const passband = (isLast ? (flatShare * outputRateHz) / 2 : protectedHz) / rateHz;
      const stage = new HalfBandDecimator(passband, stopBandDb, length);
      length = this.#add(stage, 2, length);
      rateHz /= 2;
      halvings++;
    }
    if (rateHz !== outputRateHz) {
      const common = greatestCommonDivisor(inputRateHz, outputRateHz * 2 ** halvings);
      const up = (outputRateHz * 2 ** halvings) / common;
      const down = inputRateHz / common;
      const stage = new PolyphaseResampler(up, down, flatShare / 2, stopBandDb, length);
      this.#add(stage, down / up, length);
    }
  }

  /** Hands the resampled signal to `emit` as a view that is valid during the call. At most `longestInput` samples at a time. */
  push(samples: Float32Array, emit: (resampled: Float32Array) => void): void {
    this.#taken += samples.length;
    const resampled = this.#run(samples);
    this.#given += resampled.length;
    if (resampled.length > 0) emit(resampled);
  }

  /** Brings out what the filters still hold, so that the output is as long as the input. */
  end(emit: (resampled: Float32Array) => void): void {
    const total = Math.round((this.#taken / this.#inputRateHz) * this.#outputRateHz);
    const silence = new Float32Array(this.#longestInput);
    while (this.#given < total) {
      const resampled = this.#run(silence);
      const wanted = resampled.subarray(0, total - this.#given);
      this.#given += wanted.length;
      if (wanted.length > 0) emit(wanted);
    }
  }

  #add(stage: Stage, inputsPerOutput: number, longestInput: number): number {
    const longestOutput = Math.ceil(longestInput / inputsPerOutput) + 2;
    this.#stages.push({ stage, output: new Float32Array(longestOutput) });
    return longestOutput;
  }

  #run(samples: Float32Array): Float32Array {
    let signal = samples;
    for (const { stage, output } of this.#stages) {
      signal = output.subarray(0, stage.process(signal, signal.length, output));
    }
    return signal;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
