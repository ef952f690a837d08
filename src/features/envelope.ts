import { dot } from '../signal/dot.js';
import { HannBands } from '../signal/hann-bands.js';
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
const carrierBands = new HannBands(
  length,
  carrierEdgesHz.slice(1).map((highHz, carrier) => {
    const firstBin = Math.ceil((carrierEdgesHz[carrier] * length) / analysisRateHz);
    const endBin = Math.ceil((highHz * length) / analysisRateHz);
    return { firstBin, weights: new Float32Array(endBin - firstBin).fill(1) };
  }),
  1,
);

/** Energy in each carrier from 8-ms Hann windows each 4 ms, and the mean square of the signal: `[4 carriers, 1]` a row. */
export class Envelope extends FrameAnalysis {
  constructor(keptSamples: number) {
    super(length, hop, keptSamples, carriers + 1);
  }

  protected override analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void {
    carrierBands.measure(samples, offset, rows, row);
    rows[row + carriers] = dot(samples, offset, samples, offset, hop) / hop;
  }
}
