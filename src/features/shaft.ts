import type { ShaftEstimate } from './frames.js';
import { FEATURE_COUNT, SHAFT_CANDIDATES, ShaftCandidates } from './shaft-candidates.js';
import { candidateProbabilities, readPosterior, type ShaftModel, type ShaftPick } from './shaft-posterior.js';
import { SHAFT_RASTER_BINS, SHAFT_RASTER_HZ, ShaftWhitener, toShaftRaster } from './shaft-spectrum.js';
import { SHAFT_MODEL } from './shaft-weights.js';

/** Power of the envelope in bins of `binHz`, bin 0 at 0 Hz; 0.1 Hz up to 60 Hz is what the picker makes of it. */
export interface EnvelopeSpectrum {
  binHz: number;
  power: ArrayLike<number>;
}

/** Passes two thirds of the spectra in which people find a shaft, and about 1 % of those of unmodulated noise. */
const LEAST_TRUST = 0.65;

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
export function pickShaft(features: Float64Array, model: ShaftModel): ShaftPick {
  candidateProbabilities(features, model, probabilities);
  return readPosterior(probabilities);
}

/**
 * Reads shaft rate (0.7–20 Hz), blade count (3–6) and trust off a DEMON spectrum. A count is given only where the
 * spectrum reaches the harmonic after the blade rate: up to 15 Hz for three blades on a spectrum to 60 Hz, 8.5 Hz for six.
 *
 * @returns null where the spectrum holds no signal or the likeliest rate is not to be trusted.
 */
export function estimateShaft(spectrum: EnvelopeSpectrum): ShaftEstimate | null {
  if (!measureShaft(spectrum, measured)) return null;
  const { shaftHz, bladeCount, trust } = pickShaft(measured, SHAFT_MODEL);
  if (trust < LEAST_TRUST) return null;
  const highestHz = Math.min(
    (spectrum.power.length - 1) * spectrum.binHz,
    SHAFT_RASTER_BINS * SHAFT_RASTER_HZ,
  );
  if ((bladeCount + 1) * shaftHz > highestHz) return { shaftHz, bladeCount: null, bladeRateHz: null, trust };
  return { shaftHz, bladeCount, bladeRateHz: bladeCount * shaftHz, trust };
}
