import { BlockDecimator } from './block-decimator.js';
import { PolyphaseResampler } from './polyphase.js';
import { isSmooth } from './smooth.js';

const stopBandDb = 85;
/** Flat up to this share of the slower Nyquist frequency: 7.1 kHz of 8. What aliases falls above it. */
const flatShare = 0.8875;
/** The polyphase filter is left a rate at least this much above its output's: less would cost it many taps. */
const leastRatio = 1.25;

interface Stage {
  longestOutput(length: number): number;
  process(input: Float32Array, output: Float32Array): number;
}

/**
 * Takes a signal of any rate to another, 8–384 kHz to 16 kHz as hullprint uses it: division by a whole number as
 * far as that goes, then one polyphase filter for the fraction that is left. Stop-band at least 80 dB. The
 * output is the same however the input is cut into pieces.
 */
export class Resampler {
  readonly #stages: { stage: Stage; output: Float32Array }[] = [];
  readonly #inputRateHz: number;
  readonly #outputRateHz: number;
  readonly #longestInput: number;
  #taken = 0;
  #given = 0;

  /** Takes at most `longestInput` samples at a time. */
  constructor(inputRateHz: number, outputRateHz: number, longestInput: number) {
    this.#inputRateHz = inputRateHz;
    this.#outputRateHz = outputRateHz;
    this.#longestInput = longestInput;
    const factor = wholeFactor(inputRateHz / outputRateHz);
    const exact = inputRateHz === factor * outputRateHz;
    if (factor > 1) {
      const flatHz = (exact ? flatShare : 2 - flatShare) * (outputRateHz / 2);
      this.#add(new BlockDecimator(factor, flatHz / inputRateHz, stopBandDb));
    }
    if (!exact) {
      const common = greatestCommonDivisor(inputRateHz, outputRateHz * factor);
      const up = (outputRateHz * factor) / common;
      const down = inputRateHz / common;
      this.#add(new PolyphaseResampler(up, down, flatShare / 2, stopBandDb, this.#longestOutput()));
    }
  }

  /** Hands the resampled signal to `emit` as a view that is valid during the call. */
  push(samples: Float32Array, emit: (resampled: Float32Array) => void): void {
    this.#taken += samples.length;
    const resampled = this.#run(samples);
    this.#given += resampled.length;
    if (resampled.length > 0) emit(resampled);
  }

  /** Brings out what the filters still hold, so that the output lasts as long as the input. */
  end(emit: (resampled: Float32Array) => void): void {
    const total = Math.round((this.#taken / this.#inputRateHz) * this.#outputRateHz);
    const silence = new Float32Array(this.#longestInput);
    while (this.#given < total) {
      const resampled = this.#run(silence).subarray(0, total - this.#given);
      this.#given += resampled.length;
      if (resampled.length > 0) emit(resampled);
    }
  }

  #add(stage: Stage): void {
    this.#stages.push({ stage, output: new Float32Array(stage.longestOutput(this.#longestOutput())) });
  }

  #longestOutput(): number {
    return this.#stages.at(-1)?.output.length ?? this.#longestInput;
  }

  #run(samples: Float32Array): Float32Array {
    let signal = samples;
    for (const { stage, output } of this.#stages) {
      signal = output.subarray(0, stage.process(signal, output));
    }
    return signal;
  }
}

/** The ratio itself where it is 2^a·3^b·5^c, else the largest such number that leaves the polyphase filter its margin. */
function wholeFactor(ratio: number): number {
  for (let factor = Math.floor(ratio); factor > 1; factor--) {
    if (isSmooth(factor) && (factor === ratio || ratio / factor >= leastRatio)) return factor;
  }
  return 1;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
