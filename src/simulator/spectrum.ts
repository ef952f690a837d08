import { exp, log, log2, log10, pow } from './elementary.js';

/** Lowest frequency that the simulator shapes; a power density below it is held at its value there. */
export const LOWEST_HZ = 3;
const HIGHEST_HZ = 48_000;
const POINTS = 300;

/** The frequencies, evenly spaced in the logarithm (72 a decade), on which every spectrum of the simulator lives. */
export const GRID_HZ: Float64Array = Float64Array.from(
  { length: POINTS },
  (_, i) => LOWEST_HZ * pow(HIGHEST_HZ / LOWEST_HZ, i / (POINTS - 1)),
);

/** Grid points in one octave. */
export const POINTS_PER_OCTAVE = (POINTS - 1) / log2(HIGHEST_HZ / LOWEST_HZ);

/** A quantity for each frequency of GRID_HZ: a power density in dB re 1 µPa²/Hz, a loss or a response in dB. */
export type Spectrum = Float64Array;

export function spectrum(value: (frequencyHz: number) => number): Spectrum {
  return GRID_HZ.map((frequencyHz) => value(frequencyHz));
}

export function powerOfDb(db: number): number {
  return exp(db * (Math.LN10 / 10));
}

export function amplitudeOfDb(db: number): number {
  return exp(db * (Math.LN10 / 20));
}

export function dbOfPower(power: number): number {
  return 10 * log10(power);
}

/** The power sum of spectra in dB. */
export function powerSum(...levels: readonly Spectrum[]): Spectrum {
  return GRID_HZ.map((_, i) => dbOfPower(levels.reduce((sum, level) => sum + powerOfDb(level[i]!), 0)));
}

/** A spectrum's value between the grid points, linear in the logarithm of frequency; held beyond the ends. */
export function valueAt(values: Spectrum, frequencyHz: number): number {
  const place = (log(frequencyHz / LOWEST_HZ) / log(HIGHEST_HZ / LOWEST_HZ)) * (POINTS - 1);
  const below = Math.min(Math.max(Math.floor(place), 0), POINTS - 2);
  const share = Math.min(Math.max(place - below, 0), 1);
  return values[below]! * (1 - share) + values[below + 1]! * share;
}

/** Carries amplitudes from the grid to the bins of a Fourier transform, linearly. */
export class BinInterpolation {
  readonly #below: Uint16Array;
  readonly #share: Float32Array;

  constructor(transformLength: number, sampleRateHz: number) {
    const bins = transformLength / 2 + 1;
    this.#below = new Uint16Array(bins);
    this.#share = new Float32Array(bins);
    let below = 0;
    for (let bin = 0; bin < bins; bin++) {
      const frequencyHz = (bin * sampleRateHz) / transformLength;
      while (below < POINTS - 2 && GRID_HZ[below + 1]! < frequencyHz) below++;
      const [left, right] = [GRID_HZ[below]!, GRID_HZ[below + 1]!];
      this.#below[bin] = below;
      this.#share[bin] = Math.min(Math.max((frequencyHz - left) / (right - left), 0), 1);
    }
  }

  fill(values: Spectrum, out: Float32Array): void {
    const belows = this.#below;
    const shares = this.#share;
    for (let bin = 0; bin < out.length; bin++) {
      const below = belows[bin]!;
      const left = values[below]!;
      out[bin] = left + shares[bin]! * (values[below + 1]! - left);
    }
  }
}
