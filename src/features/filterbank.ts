import { FrameRing } from '../signal/frame-ring.js';
import { HannBands, hannDensityScale } from '../signal/hann-bands.js';
import type { SampleHistory } from '../signal/sample-history.js';
import { analysisRateHz } from './analysis.js';
import type { Patch } from './frames.js';
import { Pcen, pcenSmoothing } from './pcen.js';

export type Compression = 'log' | 'pcen';

export const filterbankBands = 96;
export const filterbankLowestHz = 20;
export const filterbankHighestHz = 7_600;
/** 512 ms: resolves 4 Hz, where the usual 25 ms merge lines nearer than 40 to 80 Hz. */
const length = 8_192;
export const filterbankHopSamples = analysisRateHz / 10;
const bins = length / 2 + 1;
const binHz = analysisRateHz / length;
/** PCEN's usual figures are for samples of 32-bit integers; ours have a full scale of 1. */
const pcenScale = 2 ** 62;
const powerFloor = 1e-16;

/** Centres of the bands, of equal ratio. */
export const filterbankCentresHz = Float64Array.from(
  { length: filterbankBands },
  (_, band) =>
    filterbankLowestHz * (filterbankHighestHz / filterbankLowestHz) ** (band / (filterbankBands - 1)),
);

const spacing = Math.log(filterbankHighestHz / filterbankLowestHz) / (filterbankBands - 1);

/** Triangles in log-frequency, each ending at its neighbours' centres; never narrower than the window resolves. */
const triangles = new HannBands(
  length,
  Array.from(filterbankCentresHz, (centreHz) => {
    const halfBase = Math.max(spacing, (2 * binHz) / centreHz);
    const firstBin = Math.ceil((centreHz * Math.exp(-halfBase)) / binHz);
    const length = Math.min(bins - 1, Math.floor((centreHz * Math.exp(halfBase)) / binHz)) - firstBin + 1;
    const weights = Float64Array.from({ length }, (_, i) =>
      Math.max(0, 1 - Math.abs(Math.log(((firstBin + i) * binHz) / centreHz)) / halfBase),
    );
    return { firstBin, weights };
  }),
  hannDensityScale(length, analysisRateHz) * binHz,
);

/**
 * Power in 96 log-spaced bands from 512-ms Hann windows each 100 ms. Frame i ends where its hop ends, at (i + 1) ·
 * 100 ms, so that a window's frames are there with its last sample; before the first sample the signal is
 * mirrored.
 */
export class Filterbank {
  readonly compression: Compression;
  readonly #ring: FrameRing;
  readonly #pcen: Pcen | null;
  readonly #opening = new Float32Array(length);

  constructor(compression: Compression, keptSamples: number) {
    this.compression = compression;
    this.#ring = new FrameRing(Math.ceil(keptSamples / filterbankHopSamples) + 1, filterbankBands);
    const framesPerSecond = analysisRateHz / filterbankHopSamples;
    this.#pcen =
      compression === 'pcen' ? new Pcen(filterbankBands, pcenSmoothing(0.4, framesPerSecond)) : null;
  }

  advance(history: SampleHistory): void {
    while (true) {
      const end = (this.#ring.count + 1) * filterbankHopSamples;
      if (Math.max(end, length) > history.end) return;
      if (end >= length) this.#analyse(history.samples, history.offsetOf(end - length));
      else this.#analyse(this.#mirrored(history, end), 0);
    }
  }

  /**
   * The frames that end within `samples` from `start` on. Log: dB re the mean over the patch, so that gain does
   * not matter. PCEN: as it comes.
   */
  patch(start: number, samples: number): Patch {
    const frames = Math.floor(samples / filterbankHopSamples);
    const values = new Float32Array(frames * filterbankBands);
    for (let i = 0; i < frames; i++) {
      const row = this.#ring.row(start / filterbankHopSamples + i);
      values.set(this.#ring.values.subarray(row, row + filterbankBands), i * filterbankBands);
    }
    if (!this.#pcen) subtractMean(values);
    return { values, frames, bands: filterbankBands };
  }

  #analyse(samples: Float32Array, offset: number): void {
    const row = this.#ring.add();
    const end = row + filterbankBands;
    const values = this.#ring.values;
    triangles.measure(samples, offset, values, row);
    if (this.#pcen) {
      for (let i = row; i < end; i++) values[i] *= pcenScale;
      this.#pcen.apply(values, row);
    } else {
      for (let i = row; i < end; i++) values[i] = 10 * Math.log10(values[i] + powerFloor);
    }
  }

  /** The window before `end` when it reaches back past the first sample. */
  #mirrored(history: SampleHistory, end: number): Float32Array {
    const missing = length - end;
    const first = history.offsetOf(0);
    for (let i = 0; i < missing; i++) this.#opening[i] = history.samples[first + missing - i];
    this.#opening.set(history.samples.subarray(first, first + end), missing);
    return this.#opening;
  }
}

function subtractMean(values: Float32Array): void {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) values[i] -= mean;
}
