import type { SampleHistory } from '../signal/sample-history.js';
import { analysisRateHz, gridSamples } from './analysis.js';
import { type Envelope, envelopeRateHz } from './envelope.js';
import { EnvelopeSpectrum } from './envelope-spectrum.js';
import type { DemonFrame } from './frames.js';

/** Length of a DEMON segment and their distance. */
export const demonSegmentSeconds = 10;
const hopSeconds = 5;
const highestHz = 60;
const LEAST_POWER = 1e-12;
const segmentSamples = demonSegmentSeconds * analysisRateHz;
const hopSamples = hopSeconds * analysisRateHz;
const segmentFrames = demonSegmentSeconds * envelopeRateHz;
const shortestSeconds = 1.5;

/**
 * Cuts the envelope into 10-s Hann segments each 5 s and gives their spectra, 0–60 Hz at 0.098 Hz a bin. A
 * recording under 10 s gives one shorter segment, padded with zeros to the same bins; of a longer one the last
 * segment lies at its end.
 */
export class DemonSegments {
  readonly #envelope: Envelope;
  readonly #spectrum: EnvelopeSpectrum;
  #next = 0;

  constructor(envelope: Envelope, bandwidthHz: number) {
    this.#envelope = envelope;
    this.#spectrum = new EnvelopeSpectrum(segmentFrames, bandwidthHz);
  }

  /** Gives the segments that are complete at the history's end. */
  advance(history: SampleHistory, emit: (demon: DemonFrame) => void): void {
    while (this.#next + segmentSamples <= history.end) {
      emit(this.#measure(this.#next, this.#next + segmentSamples));
      this.#next += hopSamples;
    }
  }

  end(history: SampleHistory, emit: (demon: DemonFrame) => void): void {
    const total = history.end;
    if (this.#next === 0) {
      if (total >= shortestSeconds * analysisRateHz) emit(this.#measure(0, total));
      return;
    }
    const start = Math.floor((total - segmentSamples) / gridSamples) * gridSamples;
    if (start > this.#next - hopSamples) emit(this.#measure(start, start + segmentSamples));
  }

  #measure(start: number, end: number): DemonFrame {
    const frames = this.#envelope.framesWithin(end - start);
    this.#spectrum.analyse(this.#envelope.ring, start / this.#envelope.hop, frames, segmentFrames);
    const { binHz, power } = this.#spectrum;
    return {
      startSeconds: start / analysisRateHz,
      endSeconds: end / analysisRateHz,
      binHz,
      power: power.slice(0, Math.floor(highestHz / binHz) + 1),
    };
  }
}

/** A spectrum of amplitude modulation; bin k is k · binHz. */
export interface DemonSpectrum {
  binHz: number;
  power: Float32Array;
}

/** Its powers as levels, dB; what has none lies 120 dB down. */
export function demonLevels(power: Float32Array): Float32Array {
  return power.map((each) => 10 * Math.log10(each + LEAST_POWER));
}

/** Averages DEMON frames over a recording or a passage, each weighted by its duration. */
export class DemonAccumulator {
  #sum = new Float64Array(0);
  #binHz = 0;
  #seconds = 0;

  add(frame: DemonFrame): void {
    if (this.#sum.length === 0) {
      this.#sum = new Float64Array(frame.power.length);
      this.#binHz = frame.binHz;
    }
    const seconds = frame.endSeconds - frame.startSeconds;
    for (let bin = 0; bin < this.#sum.length; bin++) this.#sum[bin] += seconds * frame.power[bin];
    this.#seconds += seconds;
  }

  /** The mean so far; null before the first frame. */
  spectrum(): DemonSpectrum | null {
    if (this.#seconds === 0) return null;
    return { binHz: this.#binHz, power: Float32Array.from(this.#sum, (sum) => sum / this.#seconds) };
  }
}
