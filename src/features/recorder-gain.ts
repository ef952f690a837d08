import { statisticsBands } from './band-spectra.js';
import { type Compression, filterbankCentresHz } from './filterbank.js';
import type { FeatureWindow } from './frames.js';

/** Lowest of the decidecades whose level is the common one, Hz: under it recorders cut off and currents fill. */
const LOWEST_REFERENCE_HZ = 60;

const levelHz = statisticsBands.centreHz;
const referenceHz = levelHz.filter((hz) => hz > LOWEST_REFERENCE_HZ);
const referenceAt = levelHz.length - referenceHz.length;

/** The middle of the 21 decidecades from 63 Hz to 6.3 kHz, about which a tilt turns: 631 Hz. */
export const MIDDLE_HZ = 10 ** mean(referenceHz.map(Math.log10));

/** Where each of these decidecades lies about their middle, decades. */
export const REFERENCE_DECADES: readonly number[] = referenceHz.map((hz) => Math.log10(hz / MIDDLE_HZ));

/** A gain over frequency at these decidecades, dB less its mean. */
export function referenceGain(gainDb: (hz: number) => number): Float64Array {
  return withoutMean(Float64Array.from(referenceHz, gainDb), 0);
}

/**
 * The window as a recorder would have given it whose response is higher by `gainDb`, a function of frequency, Hz.
 * `level` and `levelQ25`, which come first among the statistics, are raised, and a log patch; neither changes its
 * mean, since how loud a recorder is set does not count.
 */
export function addGain(
  window: FeatureWindow,
  gainDb: (hz: number) => number,
  compression: Compression,
): FeatureWindow {
  const { patch, statistics } = window;
  const levelGain = withoutMean(Float64Array.from(levelHz, gainDb), referenceAt);
  const bands = levelGain.length;
  const raised = statistics.slice();
  for (let i = 0; i < 2 * bands; i++) raised[i] += levelGain[i % bands];
  if (compression !== 'log') return { ...window, statistics: raised };
  const patchGain = withoutMean(filterbankCentresHz.map(gainDb), 0);
  const values = patch.values.map((db, i) => db + patchGain[i % patchGain.length]);
  return { ...window, statistics: raised, patch: { ...patch, values } };
}

/** Takes off the mean of the values from `first` on, in place. */
function withoutMean(values: Float64Array, first: number): Float64Array {
  const middle = mean(Array.from(values.subarray(first)));
  for (let i = 0; i < values.length; i++) values[i] -= middle;
  return values;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
