import { rectangularBands } from '../signal/band-shapes.js';
import { HannBands, hannDensityScale } from '../signal/hann-bands.js';
import { analysisRateHz } from './analysis.js';
import { decidecadesBetween, edgesOf } from './decidecades.js';
import { FrameAnalysis } from './frame-analysis.js';

/** The recipe's decidecades, 20 Hz–6.3 kHz. */
export const statisticsBands = decidecadesBetween(20, 7_100);

/** One bin a hertz below this is kept for tonality: 20–1000 Hz and the surroundings of its ends. */
export const tonalBins = 1_016;

const longBands = new HannBands(
  analysisRateHz,
  rectangularBands(edgesOf(statisticsBands), 1),
  hannDensityScale(analysisRateHz, analysisRateHz),
);

/** Decidecade power and the narrow-band spectrum from 1-s Hann windows each half second: `[26 bands, 1016 bins]` a row. */
export class LongSpectra extends FrameAnalysis {
  constructor(keptSamples: number) {
    super(analysisRateHz, analysisRateHz / 2, keptSamples, statisticsBands.centreHz.length + tonalBins);
  }

  protected override analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void {
    longBands.measure(samples, offset, rows, row);
    rows.set(longBands.power.subarray(0, tonalBins), row + longBands.bands);
  }
}

const shortLength = 512;

/** Edges of 12 bands of equal ratio, 60 Hz–7 kHz. */
export const shortBandEdgesHz = Array.from({ length: 13 }, (_, i) => 60 * (7000 / 60) ** (i / 12));

const shortBands = new HannBands(
  shortLength,
  rectangularBands(
    shortBandEdgesHz.slice(1).map((highHz, i) => [shortBandEdgesHz[i], highHz] as const),
    analysisRateHz / shortLength,
  ),
  1,
);

/** Power of 12 log bands in 32-ms Hann windows each 10 ms. */
export class ShortSpectra extends FrameAnalysis {
  constructor(keptSamples: number) {
    super(shortLength, analysisRateHz / 100, keptSamples, shortBandEdgesHz.length - 1);
  }

  protected override analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void {
    shortBands.measure(samples, offset, rows, row);
  }
}
