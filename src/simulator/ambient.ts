import { log10 } from './elementary.js';
import { dbOfPower, powerOfDb } from './spectrum.js';

export interface AmbientInput {
  /** Density of distant shipping, 0 (none) to 1 (heavy). */
  shipping: number;
  windMS: number;
}

/** The four parts of the sea's steady noise, dB re 1 µPa²/Hz. */
export interface AmbientParts {
  turbulence: number;
  shipping: number;
  wind: number;
  thermal: number;
}

/**
 * Wenz's curves (1962) in the closed form of Coates, Underwater Acoustic Systems (1990): with f in kHz,
 * turbulence 17 − 30 lg f; shipping 40 + 20(s − 0.5) + 26 lg f − 60 lg(f + 0.03);
 * wind 50 + 7.5 √w + 20 lg f − 40 lg(f + 0.4); thermal −15 + 20 lg f.
 */
export function ambientParts(frequencyHz: number, { shipping, windMS }: AmbientInput): AmbientParts {
  const kHz = frequencyHz / 1000;
  return {
    turbulence: 17 - 30 * log10(kHz),
    shipping: 40 + 20 * (shipping - 0.5) + 26 * log10(kHz) - 60 * log10(kHz + 0.03),
    wind: 50 + 7.5 * Math.sqrt(windMS) + 20 * log10(kHz) - 40 * log10(kHz + 0.4),
    thermal: -15 + 20 * log10(kHz),
  };
}

/** The power sum of the parts, dB re 1 µPa²/Hz. */
export function ambientDb(frequencyHz: number, input: AmbientInput): number {
  const { turbulence, shipping, wind, thermal } = ambientParts(frequencyHz, input);
  return dbOfPower(powerOfDb(turbulence) + powerOfDb(shipping) + powerOfDb(wind) + powerOfDb(thermal));
}
