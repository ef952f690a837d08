import type { ShaftEstimate } from './frames.js';
import { FEATURE_COUNT, SHAFT_CANDIDATES, ShaftCandidates } from './shaft-candidates.js';
import { candidateProbabilities, readPosterior, type ShaftModel } from './shaft-posterior.js';
import { SHAFT_RASTER_BINS, ShaftWhitener, toShaftRaster } from './shaft-spectrum.js';
import { SHAFT_MODEL } from './shaft-weights.js';

/** Power of the envelope in bins of `binHz`, bin 0 at 0 Hz; 0.1 Hz up to 50 Hz is what the picker was fitted on. */
export interface EnvelopeSpectrum {
  binHz: number;
  power: ArrayLike<number>;
}

/** Passes three quarters of the spectra in which people find a shaft, and 1–3 % of those of unmodulated noise. */
const LEAST_TRUST = 0.6;

const raster = new Float64Array(SHAFT_RASTER_BINS);
const whitener = new ShaftWhitener();
const candidates = new ShaftCandidates();
const probabilities = new Float64Array(SHAFT_CANDIDATES);
const measured = new Float64Array(FEATURE_COUNT * SHAFT_CANDIDATES);

/**
 * Measures every pair of shaft rate and blade count on a DEMON spectrum: `[FEATURE_COUNT, SHAFT_CANDIDATES]` into `out`.
 *
 * @returns false where the spectrum holds nothing to measure: empty, flat, too short, or with a bin that is not finite.
 */
export function measureShaft(spectrum: EnvelopeSpectrum, out: Float64Array): boolean {
  const bins = toShaftRaster(spectrum.binHz, spectrum.power, raster);
  if (!whitener.whiten(raster, bins)) return false;
  candidates.measure(whitener, out);
  return true;
}

/** Picks the likeliest shaft rate and blade count from measured candidates, however little they are to be trusted. */
export function pickShaft(features: Float64Array, model: ShaftModel): ShaftEstimate {
  candidateProbabilities(features, model, probabilities);
  const { shaftHz, bladeCount, trust } = readPosterior(probabilities);
  return { shaftHz, bladeCount, bladeRateHz: shaftHz * bladeCount, trust };
}

/**
 * Reads shaft rate (0.7–7.2 Hz), blade count (3–6) and trust off a DEMON spectrum.
 *
 * @returns null where the spectrum holds no signal or the likeliest rate is not to be trusted.
 */
export function estimateShaft(spectrum: EnvelopeSpectrum): ShaftEstimate | null {
  if (!measureShaft(spectrum, measured)) return null;
  const estimate = pickShaft(measured, SHAFT_MODEL);
  return estimate.trust < LEAST_TRUST ? null : estimate;
}
