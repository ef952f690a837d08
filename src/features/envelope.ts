import { realFft } from '../signal/fft.js';
import { windowInto } from '../signal/spectrum.js';
import { hann } from '../signal/windows.js';
import { analysisRateHz } from './analysis.js';
import { FrameAnalysis } from './frame-analysis.js';

/** Bands whose energy is followed for amplitude modulation. */
export const carrierEdgesHz = [400, 1000, 2000, 4000, 7000] as const;
export const carriers = carrierEdgesHz.length - 1;

const length = 128;
const hop = 64;

/** Frames of the envelope per second. */
export const envelopeRateHz = analysisRateHz / hop;

/** Energy in each carrier from 8-ms Hann windows each 4 ms, and the mean square of the signal: `[4 carriers, 1]` a row. */
export class Envelope extends FrameAnalysis {
  readonly #window = hann(length);
  readonly #edges = carrierEdgesHz.map((edgeHz) => Math.ceil((edgeHz * length) / analysisRateHz));

  constructor(keptSamples: number) {
    super(length, hop, keptSamples, carriers + 1);
  }

  protected override analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void {
    const fft = realFft(length);
    windowInto(fft, samples, offset, this.#window);
    fft.forward();
    const spectrum = fft.output;
    for (let carrier = 0; carrier < carriers; carrier++) {
      const end = 2 * this.#edges[carrier + 1];
      let energy = 0;
      for (let i = 2 * this.#edges[carrier]; i < end; i++) energy += spectrum[i] * spectrum[i];
      rows[row + carrier] = energy;
    }
    let square = 0;
    for (let i = offset; i < offset + hop; i++) square += samples[i] * samples[i];
    rows[row + carriers] = square / hop;
  }
}
