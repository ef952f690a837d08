import type { Size } from '../prototypes/assessment.js';
import type { WeightedAssessment } from './passage.js';
import type { Verdict } from './verdict.js';

/** When the answer is `unknown`; chosen on simulated passages and stored with the model. */
export interface UnknownZone {
  /** The likeliest answer must be at least this probable. */
  leastProbability: number;
  /** The nearest of the prototypes big, small and none must be at most this far, averaged over the windows. */
  farthestDistance: number;
}

/** Everything gets an answer: for comparing forced choice with the unknown zone. */
export const NO_UNKNOWN_ZONE: UnknownZone = {
  leastProbability: 0,
  farthestDistance: Number.POSITIVE_INFINITY,
};

const SIZES: readonly Size[] = ['big', 'small', 'none'];

/**
 * Pools the windows of one recording or passage (at least one) to a verdict: the weighted mean of their
 * probabilities decides, unless it lies in the unknown zone.
 */
export function poolAssessments(windows: readonly WeightedAssessment[], zone: UnknownZone): Verdict {
  const probability = meanProbability(windows);
  const likeliest = SIZES.reduce((best, size) => (probability[size] > probability[best] ? size : best));
  const confidence = probability[likeliest];
  const unknown = confidence < zone.leastProbability || nearestDistance(windows) > zone.farthestDistance;
  return { size: unknown ? 'unknown' : likeliest, confidence };
}

/** Weighted mean of the windows' probabilities; they sum to 1. */
export function meanProbability(windows: readonly WeightedAssessment[]): Record<Size, number> {
  const mean = { big: 0, small: 0, none: 0 };
  let total = 0;
  for (const { assessment, weight } of windows) {
    for (const size of SIZES) mean[size] += weight * assessment.probability[size];
    total += weight;
  }
  for (const size of SIZES) mean[size] /= total;
  return mean;
}

/** Distance to the size prototype that is nearest on average. */
function nearestDistance(windows: readonly WeightedAssessment[]): number {
  const sums = new Map<string, number>();
  let total = 0;
  for (const { assessment, weight } of windows) {
    for (const { class: name, distance } of assessment.nearest) {
      if ((SIZES as readonly string[]).includes(name)) {
        sums.set(name, (sums.get(name) ?? 0) + weight * distance);
      }
    }
    total += weight;
  }
  return Math.min(...sums.values()) / total;
}
