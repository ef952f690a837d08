import { REFERENCE_DECADES } from '../features/recorder-gain.js';
import { referenceResponse } from '../features/recorder-response.js';
import type { Gaussian, RecorderPrior } from './recorder-prior.js';
import { summariseBackground } from './site-features.js';

/** What is heard at a site, without labels. */
export interface SiteEvidence {
  /** Features of windows without a ship (`siteFeatures`), of as many weathers as can be had. */
  clips: readonly ArrayLike<number>[];
  /** Mean features of whole passages, and how much each counts, above 0. */
  passages: readonly { features: ArrayLike<number>; weight: number }[];
  /** Passages whose size a person told. */
  known?: readonly KnownShip[];
}

/** Mean features of a passage whose size a person told. */
export interface KnownShip {
  features: ArrayLike<number>;
  size: 'big' | 'small';
}

/** What is held for a recorder. */
export interface RecorderEstimate {
  tiltDbPerDecade: number;
  /** Standard deviation of the tilt. */
  sdDbPerDecade: number;
  /** Corner of a steep low-cut that is evident, Hz; null where none is. */
  lowCutHz: number | null;
}

/** With fewer of each that kind is left out. */
export const FEWEST_CLIPS = 20;
export const FEWEST_PASSAGES = 10;

const GRID_LIMIT = 20;
const GRID_STEP = 0.5;
const TILTS = Array.from({ length: (2 * GRID_LIMIT) / GRID_STEP + 1 }, (_, i) => i * GRID_STEP - GRID_LIMIT);
const EM_STEPS = 25;
/** Decidecades of one passage go together, and no ship is as the Gaussians have it: they are trusted a third. */
const PASSAGE_TEMPER = 1 / 3;
/** Seas of simulated sites that were kept apart stray a third more than the fitted covariance says. */
const BACKGROUND_TEMPER = 0.75;
/** Passages never count for more than so many, so that what they are not told stays open. */
const MOST_WEIGHT = 10;

/** Corners of a steep low-cut that are tried, Hz, and the probability that a recorder has any of them. */
const LOW_CUTS_HZ = [80, 100, 125, 160, 200];
const LOW_CUT_PROBABILITY = 0.05;
const EVIDENT = 0.9;

/**
 * Estimates the tilt of a site's recorder, dB a decade, from its background without ships, from passages of unknown
 * size and from ships of known size. The share of small craft is fitted for each tilt (Beta(2, 2)), never taken for granted, so that
 * lopsided traffic does not pass for a tilted recorder. A ship whose size is known counts by the Gaussian of that size,
 * from the first. Gives posterior mean and standard deviation.
 */
export function estimateRecorder(
  prior: RecorderPrior,
  { clips, passages, known = [] }: SiteEvidence,
): RecorderEstimate {
  const background = clips.length < FEWEST_CLIPS ? null : summariseBackground(clips);
  const heard = passages.length < FEWEST_PASSAGES ? [] : passages;
  const candidates = [null, ...LOW_CUTS_HZ].map((lowCutHz) => {
    const response = lowCutHz === null ? null : referenceResponse({ tiltDbPerDecade: 0, lowCutHz });
    const score = logPosterior(prior, background, heard, known, response);
    return { lowCutHz, ...momentsOf(TILTS.map(score)) };
  });
  const probability = (lowCutHz: number | null) =>
    lowCutHz === null ? 1 - LOW_CUT_PROBABILITY : LOW_CUT_PROBABILITY / LOW_CUTS_HZ.length;
  const scored = candidates.map((candidate) => ({
    ...candidate,
    score: candidate.logEvidence + Math.log(probability(candidate.lowCutHz)),
  }));
  const highest = Math.max(...scored.map(({ score }) => score));
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - highest), 0);
  const withoutCut = Math.exp(scored[0].score - highest) / total;
  const chosen = withoutCut > 1 - EVIDENT ? scored[0] : scored.find(({ score }) => score === highest)!;
  return {
    tiltDbPerDecade: chosen.mean,
    sdDbPerDecade: Math.sqrt(chosen.variance),
    lowCutHz: chosen.lowCutHz,
  };
}

/** Log posterior, up to a constant, as a function of the tilt, for one shape of the rest of the response. */
function logPosterior(
  prior: RecorderPrior,
  background: Float64Array | null,
  passages: SiteEvidence['passages'],
  known: readonly KnownShip[],
  response: Float64Array | null,
): (tilt: number) => number {
  const flat = (features: ArrayLike<number>) =>
    Float64Array.from(features, (value, i) => value - (response?.[i] ?? 0));
  const ofBackground = background && logDensity(prior.background, flat(background), BACKGROUND_TEMPER);
  const total = passages.reduce((sum, { weight }) => sum + weight, 0);
  const trust = Math.min(1, MOST_WEIGHT / total);
  const heard = passages.map(({ features, weight }) => ({
    weight: weight * trust,
    big: logDensity(prior.big, flat(features), PASSAGE_TEMPER),
    small: logDensity(prior.small, flat(features), PASSAGE_TEMPER),
  }));
  const told = known.map(({ features, size }) => logDensity(prior[size], flat(features), PASSAGE_TEMPER));
  return (tilt) => {
    const weighed = heard.map(({ weight, big, small }) => ({ weight, big: big(tilt), small: small(tilt) }));
    return (
      -(tilt ** 2) / (2 * prior.tiltVariance) +
      (ofBackground?.(tilt) ?? 0) +
      logMixture(weighed) +
      told.reduce((sum, density) => sum + density(tilt), 0)
    );
  };
}

/** Tempered log density of features as a function of the recorder's tilt: a parabola. */
function logDensity(
  { mean, precision, logDeterminant }: Gaussian,
  features: Float64Array,
  temper: number,
): (tilt: number) => number {
  const n = mean.length;
  let constant = logDeterminant;
  let linear = 0;
  let square = 0;
  for (let row = 0; row < n; row++) {
    const rise = REFERENCE_DECADES[row] ?? 0;
    for (let column = 0; column < n; column++) {
      const weight = precision[row * n + column];
      const away = features[column] - mean[column];
      constant += weight * (features[row] - mean[row]) * away;
      linear += weight * rise * away;
      square += weight * rise * (REFERENCE_DECADES[column] ?? 0);
    }
  }
  return (tilt) => (-temper / 2) * (constant - 2 * tilt * linear + tilt * tilt * square);
}

/** Log likelihood of passages with the share of small craft that explains them best, and its prior. */
function logMixture(passages: readonly { weight: number; big: number; small: number }[]): number {
  if (passages.length === 0) return 0;
  const total = passages.reduce((sum, { weight }) => sum + weight, 0);
  let share = 0.5;
  for (let step = 0; step < EM_STEPS; step++) {
    let smalls = 0;
    for (const { weight, big, small } of passages) {
      smalls += weight / (1 + ((1 - share) / share) * Math.exp(big - small));
    }
    share = (smalls + 1) / (total + 2);
  }
  let sum = Math.log(share * (1 - share));
  for (const { weight, big, small } of passages) {
    const higher = Math.max(big, small);
    sum +=
      weight * (higher + Math.log(share * Math.exp(small - higher) + (1 - share) * Math.exp(big - higher)));
  }
  return sum;
}

/** Evidence, mean and variance of a density over `TILTS` that is known by its logarithm. */
function momentsOf(logDensities: readonly number[]): { logEvidence: number; mean: number; variance: number } {
  const highest = Math.max(...logDensities);
  let total = 0;
  let sum = 0;
  let squares = 0;
  TILTS.forEach((tilt, i) => {
    const density = Math.exp(logDensities[i] - highest);
    total += density;
    sum += density * tilt;
    squares += density * tilt * tilt;
  });
  const mean = sum / total;
  const variance = Math.max(squares / total - mean * mean, GRID_STEP ** 2 / 12);
  return { logEvidence: highest + Math.log(total), mean, variance };
}
