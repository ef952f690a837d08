import { medianInPlace, quantileInPlace } from '../signal/quantile.js';
import {
  type LongSpectra,
  type ShortSpectra,
  shortBandEdgesHz,
  statisticsBands,
  tonalBins,
} from './band-spectra.js';
import { carriers, type Envelope } from './envelope.js';
import { EnvelopeSpectrum } from './envelope-spectrum.js';
import { demonRangesHz, STATISTIC_NAMES } from './statistics.js';
import { Tonality, tonalRangesHz } from './tonality.js';

const bands = statisticsBands.centreHz.length;
const shortBands = shortBandEdgesHz.length - 1;
const framesPerTenth = 10;
const bandFloor = 1e-16;
const spectrumFloor = 1e-18;
const energyFloor = 1e-9;
const varianceFloor = 1e-3;
/** Keeps digital silence finite. */
const silence = 1e-24;

/** Takes the statistics of a window from the frames that the analyses keep. */
export class WindowStatistics {
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
    ring.copyColumn(start / hop, frames, carriers, this.#column);
    let sum = 0;
    for (let i = 0; i < frames; i++) sum += this.#column[i];
    return sum / frames + silence;
  }

  #levels(start: number, samples: number, meanSquare: number, out: Float32Array, offset: number): number {
    const { ring, hop } = this.#long;
    const frames = this.#long.framesWithin(samples);
    const column = this.#column;
    for (let band = 0; band < bands; band++) {
      ring.copyColumn(start / hop, frames, band, column);
      let sum = 0;
      let sumDb = 0;
      let sumDbSquared = 0;
      for (let i = 0; i < frames; i++) {
        column[i] /= meanSquare;
        const db = decibels(column[i] + bandFloor);
        sum += column[i];
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
      ring.copyColumn(start / hop, frames, band, column);
      let sum = 0;
      for (let i = 0; i < frames; i++) {
        column[i] = column[i] / meanSquare + energyFloor;
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
      ring.copyColumn(start / hop, frames, carrier, this.#column);
      let sum = 0;
      let sumSquared = 0;
      for (let i = 0; i < frames; i++) {
        const energy = this.#column[i] / meanSquare + energyFloor;
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
