import { statisticsBands } from './band-spectra.js';
import { type Compression, filterbankCentresHz } from './filterbank.js';
import type { FeatureWindow } from './frames.js';

/** Lowest of the decidecades about whose middle a tilt turns, Hz: under it recorders cut off and currents fill. */
const LOWEST_REFERENCE_HZ = 60;

const levelDecades = statisticsBands.centreHz.map(Math.log10);
const referenceDecades = levelDecades.filter(
  (_, band) => statisticsBands.centreHz[band] > LOWEST_REFERENCE_HZ,
);
const referenceMiddle = mean(referenceDecades);

/** Where each of the 21 decidecades from 63 Hz to 6.3 kHz lies about their middle (631 Hz), decades. */
export const REFERENCE_DECADES: readonly number[] = referenceDecades.map(
  (decade) => decade - referenceMiddle,
);

/** Of all 26 decidecades of the statistics, about the same middle. */
const statisticDecades = levelDecades.map((decade) => decade - referenceMiddle);
/** Of the bands of the patch, about their own middle, so that its mean stays 0. */
const patchDecades = decadesAboutMiddle(Array.from(filterbankCentresHz, Math.log10));

/**
 * The window as a recorder would have given it whose response rises by `tiltDbPerDecade` more; with the negative
 * of its tilt, what a flat one would have given. Levels of the statistics turn about 631 Hz, the mean of the bands
 * whose level is the common one. A log patch keeps its mean of 0; a PCEN patch is left as it is, since PCEN divides
 * most of a response out. Everything else is measured against its own surroundings or its own band, and stays. Within
 * 0.3 dB of what filtering the sound gives, where the sound rises well above the floor and varies little in a band.
 */
export function tiltWindow(
  window: FeatureWindow,
  tiltDbPerDecade: number,
  compression: Compression = 'log',
): FeatureWindow {
  if (tiltDbPerDecade === 0) return window;
  const { patch, statistics } = window;
  return {
    ...window,
    patch: compression === 'log' ? { ...patch, values: tiltPatch(patch.values, tiltDbPerDecade) } : patch,
    statistics: tiltLevels(statistics, tiltDbPerDecade),
  };
}

/** `level` and `levelQ25` come first among the statistics. */
function tiltLevels(statistics: Float32Array, tiltDbPerDecade: number): Float32Array {
  const tilted = statistics.slice();
  const bands = statisticDecades.length;
  for (let band = 0; band < bands; band++) {
    const gainDb = tiltDbPerDecade * statisticDecades[band];
    tilted[band] += gainDb;
    tilted[bands + band] += gainDb;
  }
  return tilted;
}

function tiltPatch(values: Float32Array, tiltDbPerDecade: number): Float32Array {
  const bands = patchDecades.length;
  return values.map((db, i) => db + tiltDbPerDecade * patchDecades[i % bands]);
}

function decadesAboutMiddle(decades: readonly number[]): number[] {
  const middle = mean(decades);
  return decades.map((decade) => decade - middle);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
