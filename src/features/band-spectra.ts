import { BandMatrix } from '../signal/band-matrix.js';
import { realFft } from '../signal/fft.js';
import { hannDensityScale, hannPower } from '../signal/hann-power.js';
import { analysisRateHz } from './analysis.js';
import { decidecadesBetween, edgesOf } from './decidecades.js';
import { FrameAnalysis } from './frame-analysis.js';

/** The recipe's decidecades, 20 Hz–6.3 kHz. */
export const statisticsBands = decidecadesBetween(20, 7_100);

/** One bin a hertz below this is kept for tonality: 20–1000 Hz and the surroundings of its ends. */
export const tonalBins = 1_016;

const longBands = BandMatrix.rectangular(edgesOf(statisticsBands), 1);

/** Decidecade power and the narrow-band spectrum from 1-s Hann windows each half second: `[26 bands, 1016 bins]` a row. */
export class LongSpectra extends FrameAnalysis {
  readonly #bins = analysisRateHz / 2 + 1;
  readonly #power = new Float32Array(this.#bins);
  readonly #scale = hannDensityScale(analysisRateHz, analysisRateHz);

  constructor(keptSamples: number) {
    super(analysisRateHz, analysisRateHz / 2, keptSamples, statisticsBands.centreHz.length + tonalBins);
  }

  protected override analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void {
    const fft = realFft(analysisRateHz);
    fft.load(samples, offset);
    fft.forward();
    hannPower(fft, this.#power, this.#scale);
    longBands.apply(this.#power, rows, row);
    rows.set(this.#power.subarray(0, tonalBins), row + longBands.bands);
  }
}

const shortLength = 512;

/** Edges of 12 bands of equal ratio, 60 Hz–7 kHz. */
export const shortBandEdgesHz = Array.from({ length: 13 }, (_, i) => 60 * (7000 / 60) ** (i / 12));

const shortBands = BandMatrix.rectangular(
  shortBandEdgesHz.slice(1).map((highHz, i) => [shortBandEdgesHz[i], highHz] as const),
  analysisRateHz / shortLength,
);

/** Power of 12 log bands in 32-ms Hann windows each 10 ms. */
export class ShortSpectra extends FrameAnalysis {
  readonly #power = new Float32Array(shortLength / 2 + 1);

  constructor(keptSamples: number) {
    super(shortLength, analysisRateHz / 100, keptSamples, shortBandEdgesHz.length - 1);
  }

  protected override analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void {
    const fft = realFft(shortLength);
    fft.load(samples, offset);
    fft.forward();
    hannPower(fft, this.#power, 1);
    shortBands.apply(this.#power, rows, row);
  }
}
