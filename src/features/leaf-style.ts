import type { BandShape } from '../signal/band-shapes.js';
import { HannBands, hannDensityScale } from '../signal/hann-bands.js';
import { analysisRateHz, framesWithin } from './analysis.js';
import type { Patch } from './frames.js';
import {
  constrainLeafStyle,
  type LeafStyle,
  leafStyleHopSamples,
  leafStyleWindowSamples,
  SMOOTHERS,
} from './leaf-style-parameters.js';

export const leafStyleBins = leafStyleWindowSamples / 2 + 1;
/** What counts as no energy in PCEN's average. */
export const LEAF_STYLE_FLOOR = 1e-12;

/** A Gaussian is cut where its weight falls below e^-16 of its peak. */
const reach = 4;
const scale =
  (hannDensityScale(leafStyleWindowSamples, analysisRateHz) * analysisRateHz) / leafStyleWindowSamples;
/** Asked for its power alone; the one band is there because its kernel takes no fewer. */
const spectra = new HannBands(leafStyleWindowSamples, [{ firstBin: 0, weights: [1] }], scale);

/** Power of the frames that lie wholly inside the samples, `[frames, leafStyleBins]`; sums to the mean square. */
export function powerSpectra(samples: Float32Array): { values: Float32Array; frames: number } {
  const frames = framesWithin(samples.length, leafStyleWindowSamples, leafStyleHopSamples);
  const values = new Float32Array(frames * leafStyleBins);
  const band = new Float32Array(1);
  for (let frame = 0; frame < frames; frame++) {
    spectra.measure(samples, frame * leafStyleHopSamples, band, 0);
    values.set(spectra.power, frame * leafStyleBins);
  }
  return { values, frames };
}

/** Weight of bin k in band n: exp(−s_n² (ω_k − h_n)²), the squared response of LEAF's Gabor filter. */
export function gaussianShapes({ parameters }: LeafStyle): BandShape[] {
  const step = (2 * Math.PI) / leafStyleWindowSamples;
  return Array.from(parameters.logCentre, (logCentre, band) => {
    const [centre, width] = [Math.exp(logCentre), Math.exp(parameters.logWidth[band]!)];
    const firstBin = Math.max(0, Math.ceil((centre - reach / width) / step));
    const lastBin = Math.min(leafStyleBins - 1, Math.floor((centre + reach / width) / step));
    const weights = Float64Array.from({ length: lastBin - firstBin + 1 }, (_, i) =>
      Math.exp(-((width * ((firstBin + i) * step - centre)) ** 2)),
    );
    return { firstBin, weights };
  });
}

/**
 * The LEAF-style front end, frames × bands, as `training/leaf-style.ts` learns it: LEAF's idea in the frequency
 * domain, where the window takes the place of the Gaussian pooling, so it is not LEAF. Frames lie wholly inside the
 * samples; PCEN's averages start from the first. Keep one for each set of parameters: its memory stays.
 */
export class LeafStyleFrontEnd {
  readonly #leafStyle: LeafStyle;
  readonly #bank: HannBands;
  readonly #shares: Float64Array[];

  constructor(leafStyle: LeafStyle) {
    this.#leafStyle = constrainLeafStyle(leafStyle);
    this.#bank = new HannBands(leafStyleWindowSamples, gaussianShapes(this.#leafStyle), scale);
    this.#shares = smootherShares(this.#leafStyle);
  }

  features(samples: Float32Array): Patch {
    const { bands } = this.#bank;
    const frames = framesWithin(samples.length, leafStyleWindowSamples, leafStyleHopSamples);
    const values = new Float32Array(frames * bands);
    for (let frame = 0; frame < frames; frame++)
      this.#bank.measure(samples, frame * leafStyleHopSamples, values, frame * bands);
    if (this.#leafStyle.compression === 'log') this.#compressByLog(values, bands);
    else this.#compressByPcen(values, bands);
    return { values, frames, bands };
  }

  /** y = ln(1 + 10^a x), a learned (Schlüter and Gutenbrunner 2022). */
  #compressByLog(values: Float32Array, bands: number): void {
    const gains = this.#leafStyle.parameters.logExponent.map((logExponent) => 10 ** Math.exp(logExponent));
    for (let i = 0; i < values.length; i++) values[i] = Math.log1p(gains[i % bands]! * values[i]!);
  }

  /** y = (x / (ε + m)^α + δ)^(1/r) − δ^(1/r), m a mixture of first-order averages of x. */
  #compressByPcen(values: Float32Array, bands: number): void {
    const { alpha, delta, root } = this.#leafStyle.parameters;
    for (let band = 0; band < bands; band++) {
      const power = 1 / root[band]!;
      const averages = SMOOTHERS.map(() => values[band]!);
      for (let at = band; at < values.length; at += bands) {
        const energy = values[at]!;
        let level = LEAF_STYLE_FLOOR;
        for (const [k, { smoothing }] of SMOOTHERS.entries()) {
          averages[k]! += smoothing * (energy - averages[k]!);
          level += this.#shares[k]![band]! * averages[k]!;
        }
        const normalised = energy * level ** -alpha[band]!;
        values[at] = (normalised + delta[band]!) ** power - delta[band]! ** power;
      }
    }
  }
}

/** Softmax over the smoothers of each band, `[smoothers][bands]`. */
function smootherShares({ parameters }: LeafStyle): Float64Array[] {
  const weights = SMOOTHERS.map(({ name }) => parameters[name].map(Math.exp));
  return weights.map((own) =>
    own.map((weight, band) => weight / weights.reduce((sum, other) => sum + other[band]!, 0)),
  );
}
