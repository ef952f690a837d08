import { REFERENCE_DECADES } from '../features/recorder-gain.js';
import { Random } from '../simulator/random.js';
import type { Gaussian, RecorderPrior } from '../site/recorder-prior.js';
import { SITE_FEATURES, siteFeatures, summariseBackground } from '../site/site-features.js';
import { factorCholesky, invertLower } from './cholesky.js';
import { drawResponse } from './response-randomisation.js';
import { type SimulatedSite, TILT_SPREAD_DB_PER_DECADE } from './simulated-site.js';

/** Ships stray from the simulated ones by a ripple so large, dB. */
const RIPPLE_DB = 1.5;
/** Added to the variance of every feature. */
const LEAST_VARIANCE = 1;
/** Rare values are drawn in to so many standard deviations. */
const CLIP_SD = 3;
/** Clips of one background summary. */
const BACKGROUND_CLIPS = 20;

/** Fits what a node holds of recorders, seas and ships before it hears its own site. The same sites give the same prior. */
export function fitRecorderPrior(sites: readonly SimulatedSite[]): RecorderPrior {
  const random = new Random('recorder prior');
  const ripple = () =>
    drawResponse(random, REFERENCE_DECADES.length, { tiltDbPerDecade: 0, rippleDb: RIPPLE_DB });
  const passagesOf = (size: 'big' | 'small') =>
    sites.flatMap(({ clips, tiltDbPerDecade }) =>
      clips[size].map((statistics) => heardThrough(siteFeatures(statistics), -tiltDbPerDecade, ripple())),
    );
  const backgrounds = sites.map(({ clips, tiltDbPerDecade }) =>
    heardThrough(
      summariseBackground(clips.none.slice(0, BACKGROUND_CLIPS).map(siteFeatures)),
      -tiltDbPerDecade,
    ),
  );
  return {
    features: [...SITE_FEATURES],
    tiltVariance: TILT_SPREAD_DB_PER_DECADE ** 2,
    background: fitGaussian(backgrounds),
    big: fitGaussian(passagesOf('big')),
    small: fitGaussian(passagesOf('small')),
  };
}

/** The same features through a recorder of that tilt and response. */
function heardThrough(features: Float64Array, tilt: number, response?: Float64Array): Float64Array {
  const bands = REFERENCE_DECADES.length;
  const middle = response ? response.reduce((sum, db) => sum + db, 0) / bands : 0;
  return features.map((value, i) =>
    i < bands ? value + tilt * REFERENCE_DECADES[i] + (response ? response[i] - middle : 0) : value,
  );
}

function fitGaussian(rows: readonly Float64Array[]): Gaussian {
  const n = rows[0].length;
  const columns = Array.from({ length: n }, (_, i) => drawnIn(rows.map((row) => row[i])));
  const mean = columns.map(average);
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      covariance[i * n + j] = average(
        columns[i].map((value, row) => (value - mean[i]) * (columns[j][row] - mean[j])),
      );
    }
    covariance[i * n + i] += LEAST_VARIANCE;
  }
  const lower = factorCholesky(covariance, n);
  const inverse = invertLower(lower, n);
  const precision = Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = Math.max(i, j); k < n; k++) sum += inverse[k * n + i] * inverse[k * n + j];
    return rounded(sum);
  });
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) logDeterminant += 2 * Math.log(lower[i * n + i]);
  return { mean: mean.map(rounded), precision, logDeterminant: rounded(logDeterminant) };
}

function drawnIn(values: readonly number[]): number[] {
  const mean = average(values);
  const reach = CLIP_SD * Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
  return values.map((value) => Math.max(mean - reach, Math.min(mean + reach, value)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value: number): number {
  return Number(value.toPrecision(7));
}
