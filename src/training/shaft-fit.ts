import { CANDIDATE_FEATURES, FEATURE_COUNT, SHAFT_CANDIDATES } from '../features/shaft-candidates.js';
import type { ShaftModel } from '../features/shaft-posterior.js';
import { minimise } from './shaft-lbfgs.js';
import { rightCandidates, type ShaftLabel, shaftObjective } from './shaft-objective.js';

/** Weight of |w|² against the log-likelihood of the labels; 3 to 10 score alike, 20 is too stiff. */
const PENALTY = 5;
/** The penalty's curvature is 2 · PENALTY, so no weight is off by more than about 0.005. */
const TOLERANCE = 0.05;

/** One spectrum with the candidates measured on it and what a person read off it. */
export interface LabelledCandidates {
  /** `[FEATURE_COUNT, SHAFT_CANDIDATES]` as `measureShaft` writes them. */
  features: Float64Array;
  label: ShaftLabel;
}

/** Fits the picker's weights to labelled spectra; a label outside the candidates' range teaches nothing. */
export function fitShaft(examples: readonly LabelledCandidates[]): ShaftModel {
  const spread = CANDIDATE_FEATURES.map((_, d) => spreadOf(examples, d));
  const standardised = examples
    .map(({ features, label }) => ({
      features: standardise(features, spread),
      right: rightCandidates(label),
    }))
    .filter(({ right }) => right.length > 0);
  const weight = minimise(shaftObjective(standardised, PENALTY), new Float64Array(FEATURE_COUNT), {
    tolerance: TOLERANCE,
  });
  return CANDIDATE_FEATURES.map((feature, d) => ({ feature, ...spread[d], weight: weight[d] }));
}

interface Spread {
  mean: number;
  deviation: number;
}

function standardise(features: Float64Array, spread: readonly Spread[]): Float32Array {
  const out = new Float32Array(features.length);
  const count = SHAFT_CANDIDATES;
  spread.forEach(({ mean, deviation }, d) => {
    const end = (d + 1) * count;
    for (let at = d * count; at < end; at++) out[at] = (features[at] - mean) / deviation;
  });
  return out;
}

/** Mean and standard deviation of one feature over all candidates of all spectra. */
function spreadOf(examples: readonly LabelledCandidates[], d: number): Spread {
  const start = d * SHAFT_CANDIDATES;
  const end = start + SHAFT_CANDIDATES;
  let sum = 0;
  let squares = 0;
  for (const { features } of examples) {
    for (let at = start; at < end; at++) {
      sum += features[at];
      squares += features[at] ** 2;
    }
  }
  const count = Math.max(1, examples.length * SHAFT_CANDIDATES);
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean ** 2)) || 1 };
}
