import { medianInPlace } from '../signal/quantile.js';

/** The raster on which the picker was fitted: bins of 0.1 Hz from 0 to 59.9 Hz. */
export const SHAFT_RASTER_HZ = 0.1;
export const SHAFT_RASTER_BINS = 600;
/** Bins below 0.6 Hz hold what is left of the envelope's mean, not a ship. */
export const FIRST_BIN = 6;

/** The noise spread is measured below 26 Hz, where the combs that matter lie. */
const SPREAD_END = 260;
const BACKGROUND_HALF_WIDTH = 25;
const LOCAL_HALF_WIDTH = 5;
const LEAST_SPREAD = 0.05;
/** Where the noise spreads wider than this, as in short recordings, differences between lines count for less. */
const QUIET_SPREAD = 0.25;
/** Makes the median absolute deviation an estimate of a Gaussian's standard deviation. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * Brings power in bins of any width to the raster, `[SHAFT_RASTER_BINS]` into `out`: linear interpolation
 * between bins wider than the raster's, a triangular mean over bins that are narrower.
 *
 * @returns how many raster bins the spectrum covers, 0 when a bin among them is not a finite number.
 */
export function toShaftRaster(binHz: number, power: ArrayLike<number>, out: Float64Array): number {
  if (!(binHz > 0) || !Number.isFinite(binHz)) return 0;
  const halfWidth = Math.max(1, SHAFT_RASTER_HZ / binHz);
  const bins = Math.min(
    SHAFT_RASTER_BINS,
    Math.floor(((power.length - 1) * binHz) / SHAFT_RASTER_HZ + 1e-6) + 1,
  );
  for (let k = 0; k < bins; k++) {
    const centre = (k * SHAFT_RASTER_HZ) / binHz;
    const last = Math.min(power.length - 1, Math.ceil(centre + halfWidth));
    let sum = 0;
    let weights = 0;
    for (let j = Math.max(0, Math.floor(centre - halfWidth)); j <= last; j++) {
      const weight = 1 - Math.abs(j - centre) / halfWidth;
      if (weight <= 1e-9) continue;
      sum += weight * power[j];
      weights += weight;
    }
    out[k] = sum / weights;
    if (!Number.isFinite(out[k])) return 0;
  }
  return Math.max(0, bins);
}

/** Whitens spectra on the raster; the buffers live from spectrum to spectrum. */
export class ShaftWhitener {
  /** Height over the background in spreads of the noise, compressed, `[SHAFT_RASTER_BINS]`. */
  readonly height = new Float64Array(SHAFT_RASTER_BINS);
  /** The same over the mean of the neighbourhood: lines stand out of broad humps. */
  readonly line = new Float64Array(SHAFT_RASTER_BINS);
  /** Natural logarithm of power over the background's, less in noisy spectra: parts lines that `height` presses together. */
  readonly logRatio = new Float64Array(SHAFT_RASTER_BINS);
  private readonly logPower = new Float64Array(SHAFT_RASTER_BINS);
  private readonly level = new Float64Array(SHAFT_RASTER_BINS);
  private readonly scratch = new Float64Array(SHAFT_RASTER_BINS);

  /**
   * Whitens the first `bins` bins of power on the raster; the rest reads as background.
   *
   * @returns false where there is nothing to whiten: under 5.6 Hz of spectrum, power nowhere positive or all alike.
   */
  whiten(power: Float64Array, bins: number): boolean {
    const { height, line, logRatio, logPower, level, scratch } = this;
    height.fill(0);
    line.fill(0);
    logRatio.fill(0);
    level.fill(0);
    if (bins <= FIRST_BIN + 2 * BACKGROUND_HALF_WIDTH || !toLogPower(power, bins, logPower)) return false;

    for (let k = FIRST_BIN; k < bins; k++) {
      level[k] = logPower[k] - medianAround(logPower, k, BACKGROUND_HALF_WIDTH, bins, scratch);
    }
    const end = Math.min(SPREAD_END, bins);
    for (let k = FIRST_BIN; k < end; k++) scratch[k - FIRST_BIN] = Math.abs(level[k]);
    const deviation = MAD_TO_DEVIATION * medianInPlace(scratch, end - FIRST_BIN);
    if (deviation === 0) return false;
    const spread = Math.max(deviation, LEAST_SPREAD);
    for (let k = FIRST_BIN; k < bins; k++) {
      logRatio[k] = level[k] * Math.min(1, QUIET_SPREAD / spread);
      level[k] /= spread;
    }
    for (let k = FIRST_BIN; k < bins; k++) {
      height[k] = compress(level[k]);
      line[k] = compress(level[k] - meanAround(level, k, LOCAL_HALF_WIDTH, bins));
    }
    return true;
  }
}

/** Natural logarithm of power, zeros lifted to the smallest positive power; false where no power is positive. */
export function toLogPower(power: ArrayLike<number>, bins: number, out: Float64Array): boolean {
  let smallest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < bins; k++) if (power[k] > 0 && power[k] < smallest) smallest = power[k];
  for (let k = 0; k < bins; k++) out[k] = Math.log(Math.max(power[k], smallest));
  return smallest < Number.POSITIVE_INFINITY;
}

/** Median of `values[FIRST_BIN..bins)` within `halfWidth` of `centre`; `scratch` is overwritten. */
export function medianAround(
  values: Float64Array,
  centre: number,
  halfWidth: number,
  bins: number,
  scratch: Float64Array,
): number {
  const from = Math.max(FIRST_BIN, centre - halfWidth);
  const to = Math.min(bins, centre + halfWidth + 1);
  for (let k = from; k < to; k++) scratch[k - from] = values[k];
  return medianInPlace(scratch, to - from);
}

function meanAround(values: Float64Array, centre: number, halfWidth: number, bins: number): number {
  const from = Math.max(0, centre - halfWidth);
  const to = Math.min(bins, centre + halfWidth + 1);
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k];
  return sum / (to - from);
}

/** Keeps one towering line from outvoting a whole comb. */
function compress(height: number): number {
  const compressed = height > 0 ? height / (1 + height / 8) : height;
  return Math.min(30, Math.max(-1.5, compressed));
}
