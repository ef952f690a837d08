import type { FeatureWindow } from '../features/frames.js';
import { REFERENCE_DECADES } from '../features/recorder-gain.js';
import { STATISTIC_NAMES } from '../features/statistics.js';
import { medianInPlace } from '../signal/quantile.js';

/** Upper edge of the highest decidecade, Hz, rounded down. */
const LEAST_BANDWIDTH_HZ = 7_000;
/** Levels lie at most this far under the highest, dB. */
const FLOOR_DB = 60;

/** Decidecades by which a recorder is judged: 63 Hz to 6.3 kHz. */
export const SITE_LEVELS = REFERENCE_DECADES.length;

const levelNames = STATISTIC_NAMES.filter((name) => name.startsWith('level ')).slice(-SITE_LEVELS);
const modulationNames = STATISTIC_NAMES.filter((name) => name.startsWith('demon'));

/** What a clip or passage is described by: the decidecades, then six numbers of amplitude modulation. */
export const SITE_FEATURES: readonly string[] = [...levelNames, ...modulationNames];

/** Numbers that describe a background: median and spread of each decidecade. */
export const BACKGROUND_FEATURES = 2 * SITE_LEVELS;

/** Scatter of a normal distribution by its median absolute deviation. */
const SD_OF_MAD = 1.4826;
const LARGEST_SPREAD_DB = 15;

const levelAt = levelNames.map((name) => STATISTIC_NAMES.indexOf(name));
const modulationAt = modulationNames.map((name) => STATISTIC_NAMES.indexOf(name));

/**
 * Describes one window: its decidecades, dB less their mean, and its modulation `[SITE_FEATURES.length]`. A tilt t
 * of the recorder adds t · REFERENCE_DECADES to the levels and nothing to the rest.
 *
 * @param statistics `[STATISTIC_NAMES.length]`
 */
export function siteFeatures(statistics: ArrayLike<number>): Float64Array {
  const levels = levelAt.map((place) => statistics[place]);
  const floor = Math.max(...levels) - FLOOR_DB;
  const floored = levels.map((level) => Math.max(level, floor));
  const mean = floored.reduce((sum, level) => sum + level, 0) / floored.length;
  return Float64Array.of(
    ...floored.map((level) => level - mean),
    ...modulationAt.map((place) => statistics[place]),
  );
}

/** Whether a window tells of all the decidecades; a slow recorder's do not. */
export function describesSite({ bandwidthHz }: Pick<FeatureWindow, 'bandwidthHz'>): boolean {
  return bandwidthHz >= LEAST_BANDWIDTH_HZ;
}

/** Weighted mean of several windows' features; null when no weight is there. */
export function meanFeatures(
  windows: readonly { features: Float64Array; weight: number }[],
): Float64Array | null {
  const total = windows.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return null;
  const mean = new Float64Array(SITE_FEATURES.length);
  for (const { features, weight } of windows) {
    for (let i = 0; i < mean.length; i++) mean[i] += (features[i] * weight) / total;
  }
  return mean;
}

/**
 * Describes the background of a site by windows without a ship: median of each decidecade less their mean, then the
 * spread of each, dB `[BACKGROUND_FEATURES]`.
 */
export function summariseBackground(clips: readonly ArrayLike<number>[]): Float64Array {
  const summary = new Float64Array(BACKGROUND_FEATURES);
  const column = new Float64Array(clips.length);
  const medianOf = (value: (clip: ArrayLike<number>) => number) => {
    for (let i = 0; i < clips.length; i++) column[i] = value(clips[i]);
    return medianInPlace(column, clips.length);
  };
  let sum = 0;
  for (let band = 0; band < SITE_LEVELS; band++) {
    const median = medianOf((clip) => clip[band]);
    const deviation = medianOf((clip) => Math.abs(clip[band] - median));
    summary[band] = median;
    summary[SITE_LEVELS + band] = Math.min(LARGEST_SPREAD_DB, SD_OF_MAD * deviation);
    sum += median;
  }
  for (let band = 0; band < SITE_LEVELS; band++) summary[band] -= sum / SITE_LEVELS;
  return summary;
}
