import { nextFftSize, realFft } from '../signal/fft.js';
import type { FrameRing } from '../signal/frame-ring.js';
import { medianInPlace, quantileInPlace } from '../signal/quantile.js';
import { hann } from '../signal/windows.js';
import { carrierEdgesHz, envelopeRateHz } from './envelope.js';

const clipQuantile = 0.98;
const noiseAboveHz = 60;
/** Keeps digital silence finite; far below the spectrum of any noise. */
const floor = 1e-20;

/**
 * Spectrum of the amplitude modulation: each carrier's energies are clipped at their 98 % quantile (knocks are not
 * propellers), divided by their mean and Hann-windowed; the periodogram is divided by its median above 60 Hz and
 * averaged over the carriers that the recorder's band holds.
 */
export class EnvelopeSpectrum {
  /** Averaged periodogram `[bins]`, 1 where there is only noise; bin k is k · binHz. Written over by each call. */
  readonly power: Float32Array;
  binHz = 0;
  bins = 0;
  readonly #carriersUsed: number;
  readonly #energies: Float64Array;
  readonly #sorted: Float64Array;
  #window: Float32Array = new Float32Array(0);

  constructor(longestFrames: number, bandwidthHz: number) {
    const inBand = carrierEdgesHz.slice(1).filter((highHz) => highHz <= bandwidthHz).length;
    this.#carriersUsed = Math.max(1, inBand);
    this.power = new Float32Array(nextFftSize(longestFrames) / 2);
    this.#energies = new Float64Array(longestFrames);
    this.#sorted = new Float64Array(Math.max(longestFrames, this.power.length));
  }

  /** Analyses `frames` rows of an `Envelope`'s ring from `first` on, padded with zeros to at least `paddedFrames`. */
  analyse(ring: FrameRing, first: number, frames: number, paddedFrames = frames): void {
    const size = nextFftSize(paddedFrames);
    if (this.#window.length !== frames) this.#window = hann(frames);
    this.binHz = envelopeRateHz / size;
    this.bins = size / 2;
    this.power.fill(0);
    for (let carrier = 0; carrier < this.#carriersUsed; carrier++) {
      ring.copyColumn(first, frames, carrier, this.#energies);
      this.#addPeriodogram(frames, size);
    }
  }

  #addPeriodogram(frames: number, size: number): void {
    const energies = this.#energies;
    this.#sorted.set(energies.subarray(0, frames));
    const limit = quantileInPlace(this.#sorted, frames, clipQuantile);
    let mean = 0;
    for (let i = 0; i < frames; i++) {
      energies[i] = Math.min(energies[i], limit);
      mean += energies[i];
    }
    mean = mean / frames + floor;
    const fft = realFft(size);
    const input = fft.input;
    for (let i = 0; i < frames; i++) input[i] = (energies[i] / mean - 1) * this.#window[i];
    input.fill(0, frames);
    fft.forward();
    this.#addNormalised(fft.output);
  }

  #addNormalised(spectrum: Float32Array): void {
    const firstNoiseBin = Math.floor(noiseAboveHz / this.binHz) + 1;
    for (let bin = firstNoiseBin; bin < this.bins; bin++) {
      this.#sorted[bin - firstNoiseBin] = spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
    }
    const noise = medianInPlace(this.#sorted, this.bins - firstNoiseBin) + floor;
    const scale = 1 / (noise * this.#carriersUsed);
    for (let bin = 1; bin < this.bins; bin++) {
      this.power[bin] += (spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2) * scale;
    }
    this.power[0] += spectrum[0] ** 2 * scale;
  }
}
