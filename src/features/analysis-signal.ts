import { concatenate } from '../signal/concatenate.js';
import { DcRemoval } from '../signal/dc.js';
import { Resampler } from '../signal/resampler.js';
import { analysisRateHz } from './analysis.js';

const PIECES_PER_SECOND = 50;

/** Gathers a whole recording as it is analysed: without its constant part, at 16 kHz. 230 MB an hour. */
export class AnalysisSignal {
  readonly #pieceLength: number;
  readonly #dc: DcRemoval;
  readonly #resampler: Resampler;
  readonly #parts: Float32Array[] = [];

  constructor(sampleRateHz: number) {
    this.#pieceLength = Math.ceil(sampleRateHz / PIECES_PER_SECOND);
    this.#dc = new DcRemoval(sampleRateHz, this.#pieceLength);
    this.#resampler = new Resampler(sampleRateHz, analysisRateHz, this.#pieceLength);
  }

  push(samples: Float32Array): void {
    for (let i = 0; i < samples.length; i += this.#pieceLength) {
      // A copy: the constant part is taken off in place.
      this.#dc.push(samples.slice(i, i + this.#pieceLength), this.#resample);
    }
  }

  /** All of it `[samples]`; nothing can be pushed any more. */
  end(): Float32Array {
    this.#dc.end(this.#resample);
    this.#resampler.end(this.#keep);
    return concatenate(this.#parts);
  }

  readonly #resample = (samples: Float32Array): void => this.#resampler.push(samples, this.#keep);
  readonly #keep = (resampled: Float32Array): void => void this.#parts.push(resampled.slice());
}
