import { medianInPlace, quantileInPlace } from '../signal/quantile.js';
import {
  type LongSpectra,
  type ShortSpectra,
  shortBandEdgesHz,
  statisticsBands,
  tonalBins,
} from './band-spectra.js';
import { carrierEdgesHz, carriers, type Envelope } from './envelope.js';
import { EnvelopeSpectrum } from './envelope-spectrum.js';
import { Tonality, tonalRangesHz } from './tonality.js';

const demonRangesHz = [
  [1, 6],
  [6, 20],
  [20, 110],
] as const;

const bandNames = statisticsBands.centreHz.map((hz) => `${Math.round(hz)}Hz`);
const shortBandNames = shortBandEdgesHz
  .slice(1)
  .map((highHz, i) => `${Math.round(shortBandEdgesHz[i])}-${Math.round(highHz)}Hz`);
const carrierNames = carrierEdgesHz.slice(1).map((highHz, i) => `${carrierEdgesHz[i]}-${highHz}Hz`);
const rangeName = ([lowHz, highHz]: readonly [number, number]) => `${lowHz}-${highHz}Hz`;

/**
 * Names of a window's statistics, in their order. Levels are dB re the mean square of the window, so that gain does
 * not matter; the slope over frequency is kept. Follows the recipe in which these were found to carry size and
 * presence from simulated to real recordings.
 *
 * - `level`, `levelQ25`, `levelSd`: decidecades over 1-s Hann windows each half second: mean power, its 25 % quantile
 *   (dB), and standard deviation of the level (dB).
 * - `lineMax`, `lineTop`, `lineShare`: see `Tonality`.
 * - `unsteadiness`: standard deviation of the level over tenths of a second, dB; `impulsiveness`: mean over
 *   median power of 32-ms windows, dB; both in 12 log bands.
 * - `envelopeVariance`: variance of a carrier's energy over its squared mean, dB.
 * - `demonPeak`, `demonMean`: of the modulation spectrum in a range: peak over median, and mean over noise, dB.
 */
export const STATISTIC_NAMES: readonly string[] = [
  ...bandNames.map((band) => `level ${band}`),
  ...bandNames.map((band) => `levelQ25 ${band}`),
  ...bandNames.map((band) => `levelSd ${band}`),
  ...tonalRangesHz.flatMap((range) =>
    ['lineMax', 'lineTop', 'lineShare'].map((name) => `${name} ${rangeName(range)}`),
  ),
  ...shortBandNames.map((band) => `unsteadiness ${band}`),
  ...shortBandNames.map((band) => `impulsiveness ${band}`),
  ...carrierNames.map((carrier) => `envelopeVariance ${carrier}`),
  ...demonRangesHz.flatMap((range) => [`demonPeak ${rangeName(range)}`, `demonMean ${rangeName(range)}`]),
];

const bands = bandNames.length;
const shortBands = shortBandNames.length;
const framesPerTenth = 10;
const bandFloor = 1e-16;
const spectrumFloor = 1e-18;
const energyFloor = 1e-9;
const varianceFloor = 1e-3;
/** Keeps digital silence finite. */
const silence = 1e-24;

/** Takes the statistics of a window from the frames that the analyses keep. */
export class Statistics {
  readonly #long: LongSpectra;
  readonly #short: ShortSpectra;
  readonly #envelope: Envelope;
  readonly #demon: EnvelopeSpectrum;
  readonly #tonality = new Tonality();
  readonly #column: Float64Array;
  readonly #spectrumDb = new Float64Array(tonalBins);

  /** Windows may have up to `longestSamples`. Carriers above `bandwidthHz` are left out of the DEMON numbers. */
  constructor(
    analyses: { long: LongSpectra; short: ShortSpectra; envelope: Envelope },
    bandwidthHz: number,
    longestSamples: number,
  ) {
    this.#long = analyses.long;
    this.#short = analyses.short;
    this.#envelope = analyses.envelope;
    this.#demon = new EnvelopeSpectrum(this.#envelope.framesWithin(longestSamples), bandwidthHz);
    this.#column = new Float64Array(this.#envelope.framesWithin(longestSamples));
  }

  /** Statistics `[STATISTIC_NAMES.length]` of the `samples` from `start` on, whose frames all have been analysed. */
  measure(start: number, samples: number): Float32Array {
    const out = new Float32Array(STATISTIC_NAMES.length);
    const meanSquare = this.#meanSquare(start, samples);
    let offset = 0;
    offset = this.#levels(start, samples, meanSquare, out, offset);
    offset = this.#lines(start, samples, meanSquare, out, offset);
    offset = this.#steadiness(start, samples, meanSquare, out, offset);
    offset = this.#envelopeVariance(start, samples, meanSquare, out, offset);
    this.#modulation(start, samples, out, offset);
    return out;
  }

  #meanSquare(start: number, samples: number): number {
    const { ring, hop } = this.#envelope;
    const frames = this.#envelope.framesWithin(samples);
    let sum = 0;
    for (let i = 0; i < frames; i++) sum += ring.values[ring.row(start / hop + i) + carriers];
    return sum / frames + silence;
  }

  #levels(start: number, samples: number, meanSquare: number, out: Float32Array, offset: number): number {
    const { ring, hop } = this.#long;
    const frames = this.#long.framesWithin(samples);
    const column = this.#column;
    for (let band = 0; band < bands; band++) {
      let sum = 0;
      let sumDb = 0;
      let sumDbSquared = 0;
      for (let i = 0; i < frames; i++) {
        const power = ring.values[ring.row(start / hop + i) + band] / meanSquare;
        const db = decibels(power + bandFloor);
        column[i] = power;
        sum += power;
        sumDb += db;
        sumDbSquared += db * db;
      }
      out[offset + band] = decibels(sum / frames + bandFloor);
      out[offset + bands + band] = decibels(quantileInPlace(column, frames, 0.25) + bandFloor);
      out[offset + 2 * bands + band] = deviation(sumDb, sumDbSquared, frames);
    }
    return offset + 3 * bands;
  }

  #lines(start: number, samples: number, meanSquare: number, out: Float32Array, offset: number): number {
    const { ring, hop } = this.#long;
    const frames = this.#long.framesWithin(samples);
    const spectrum = this.#spectrumDb.fill(0);
    for (let i = 0; i < frames; i++) {
      const row = ring.row(start / hop + i) + bands;
      for (let bin = 0; bin < tonalBins; bin++) spectrum[bin] += ring.values[row + bin];
    }
    for (let bin = 0; bin < tonalBins; bin++) {
      spectrum[bin] = decibels(spectrum[bin] / (frames * meanSquare) + spectrumFloor);
    }
    this.#tonality.measure(spectrum, out, offset);
    return offset + 3 * tonalRangesHz.length;
  }

  #steadiness(start: number, samples: number, meanSquare: number, out: Float32Array, offset: number): number {
    const { ring, hop } = this.#short;
    const frames = this.#short.framesWithin(samples);
    const tenths = Math.floor(frames / framesPerTenth);
    const column = this.#column;
    for (let band = 0; band < shortBands; band++) {
      let sum = 0;
      for (let i = 0; i < frames; i++) {
        column[i] = ring.values[ring.row(start / hop + i) + band] / meanSquare + energyFloor;
        sum += column[i];
      }
      let sumDb = 0;
      let sumDbSquared = 0;
      for (let tenth = 0; tenth < tenths; tenth++) {
        let power = 0;
        for (let i = 0; i < framesPerTenth; i++) power += column[tenth * framesPerTenth + i];
        const db = decibels(power / framesPerTenth);
        sumDb += db;
        sumDbSquared += db * db;
      }
      out[offset + band] = deviation(sumDb, sumDbSquared, tenths);
      out[offset + shortBands + band] = decibels(sum / frames / medianInPlace(column, frames));
    }
    return offset + 2 * shortBands;
  }

  #envelopeVariance(
    start: number,
    samples: number,
    meanSquare: number,
    out: Float32Array,
    offset: number,
  ): number {
    const { ring, hop } = this.#envelope;
    const frames = this.#envelope.framesWithin(samples);
    for (let carrier = 0; carrier < carriers; carrier++) {
      let sum = 0;
      let sumSquared = 0;
      for (let i = 0; i < frames; i++) {
        const energy = ring.values[ring.row(start / hop + i) + carrier] / meanSquare + energyFloor;
        sum += energy;
        sumSquared += energy * energy;
      }
      const mean = sum / frames;
      out[offset + carrier] = decibels(Math.max(0, sumSquared / frames / (mean * mean) - 1) + varianceFloor);
    }
    return offset + carriers;
  }

  #modulation(start: number, samples: number, out: Float32Array, offset: number): void {
    const demon = this.#demon;
    demon.analyse(this.#envelope.ring, start / this.#envelope.hop, this.#envelope.framesWithin(samples));
    demonRangesHz.forEach(([lowHz, highHz], range) => {
      const first = Math.round(lowHz / demon.binHz);
      const bins = Math.round(highHz / demon.binHz) - first;
      let peak = silence;
      let sum = 0;
      for (let i = 0; i < bins; i++) {
        const power = demon.power[first + i];
        this.#column[i] = power;
        sum += power;
        peak = Math.max(peak, power);
      }
      out[offset + 2 * range] = decibels(peak / (medianInPlace(this.#column, bins) + silence));
      out[offset + 2 * range + 1] = decibels(sum / bins + silence);
    });
  }
}

function decibels(power: number): number {
  return 10 * Math.log10(power);
}

/** Standard deviation (of the whole, not of a sample) from sums. */
function deviation(sum: number, sumSquared: number, count: number): number {
  const mean = sum / count;
  return Math.sqrt(Math.max(0, sumSquared / count - mean * mean));
}
