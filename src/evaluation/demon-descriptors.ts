import type { EnvelopeSpectrum } from '../features/shaft.js';
import { FIRST_BIN, medianAround, toLogPower } from '../features/shaft-spectrum.js';
import { medianInPlace } from '../signal/quantile.js';
import { average, fitLine } from './demon-line.js';

/** Log roughness of the noise, slope, curvature. */
export const DESCRIPTORS = 3;
const ROUGHNESS_HALF_WIDTH = 15;

/**
 * Describes a DEMON spectrum by three numbers: the logarithm of its roughness (1.4826 median absolute deviation of
 * the log spectrum from its running median), and the slope and curvature of a parabola through the log spectrum
 * over ln(f / 10 Hz). The level is left out: it may be gain. null where the spectrum holds nothing.
 */
export function describeSpectrum({ binHz, power }: EnvelopeSpectrum): number[] | null {
  const bins = power.length;
  const logPower = new Float64Array(bins);
  if (bins <= FIRST_BIN + ROUGHNESS_HALF_WIDTH || !toLogPower(power, bins, logPower)) return null;
  const scratch = new Float64Array(bins);
  const deviation = new Float64Array(bins - FIRST_BIN);
  for (let k = FIRST_BIN; k < bins; k++) {
    deviation[k - FIRST_BIN] = Math.abs(
      logPower[k] - medianAround(logPower, k, ROUGHNESS_HALF_WIDTH, bins, scratch),
    );
  }
  const roughness = 1.4826 * medianInPlace(deviation, deviation.length);
  if (roughness === 0) return null;
  const logFrequency = Array.from({ length: bins - FIRST_BIN }, (_, k) =>
    Math.log(((k + FIRST_BIN) * binHz) / 10),
  );
  const [slope, curvature] = fitParabola(logFrequency, logPower.subarray(FIRST_BIN));
  return [Math.log(roughness), slope, curvature];
}

/** Least squares of a + slope x + curvature x²: x² is first freed of its line over x. */
function fitParabola(x: readonly number[], y: ArrayLike<number>): [slope: number, curvature: number] {
  const heights = Array.from(y);
  const square = x.map((value) => value ** 2);
  const squareLine = fitLine(x, square);
  const bend = square.map((value, i) => value - squareLine(x[i]));
  const bends = average(bend.map((value) => value ** 2));
  const curvature = average(bend.map((value, i) => value * heights[i])) / bends;
  const rest = fitLine(
    x,
    heights.map((value, i) => value - curvature * square[i]),
  );
  return [rest(1) - rest(0), curvature];
}
