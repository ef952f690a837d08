import { BandMatrix } from '../signal/band-matrix.js';
import { dot } from '../signal/dot.js';
import { realFft } from '../signal/fft.js';
import { hannPower } from '../signal/hann-power.js';
import { analysisRateHz } from './analysis.js';
import { FrameAnalysis } from './frame-analysis.js';

/** Bands whose energy is followed for amplitude modulation. */
export const carrierEdgesHz = [400, 1000, 2000, 4000, 7000] as const;
export const carriers = carrierEdgesHz.length - 1;

const length = 128;
const hop = 64;

/** Frames of the envelope per second. */
export const envelopeRateHz = analysisRateHz / hop;

/** Of whole bins: a bin belongs to the carrier in which its centre lies. */
const carrierBands = new BandMatrix(
  carrierEdgesHz.slice(1).map((highHz, carrier) => {
    const firstBin = Math.ceil((carrierEdgesHz[carrier] * length) / analysisRateHz);
    const endBin = Math.ceil((highHz * length) / analysisRateHz);
    return { firstBin, weights: new Float32Array(endBin - firstBin).fill(1) };
  }),
);

/** Energy in each carrier from 8-ms Hann windows each 4 ms, and the mean square of the signal: `[4 carriers, 1]` a row. */
export class Envelope extends FrameAnalysis {
  readonly #power = new Float32Array(length / 2);

  constructor(keptSamples: number) {
    super(length, hop, keptSamples, carriers + 1);
  }

  protected override analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void {
    const fft = realFft(length);
    fft.load(samples, offset);
    fft.forward();
    hannPower(fft, this.#power, 1);
    carrierBands.apply(this.#power, rows, row);
    rows[row + carriers] = dot(samples, offset, samples, offset, hop) / hop;
  }
}
