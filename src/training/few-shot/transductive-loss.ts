import {
  classProbabilities,
  countsOf,
  marginalOf,
  recordingMeans,
  type TransductiveOptions,
  type TransductiveTask,
} from './transduction.js';

/** Keeps logarithms finite. */
const TINY = 1e-12;

export interface LossAndGradient {
  loss: number;
  /** Slope at each value of the prototypes `[classes, length]`. */
  gradient: Float64Array;
  /** Of the query recordings `[recordings, classes]`. */
  means: Float64Array;
}

/**
 * The loss over the prototypes W that transduction makes small, and its gradient in closed form:
 *
 *     λ0·CE(support) − (λ1·H(Y) − λ2·H(Y|X)) + λ3·KL(m ‖ π)
 *
 * after Yang et al. 2022 (arXiv 2110.04474, mutual learning) and TIM (Boudiaf et al. 2020, equation 3), with entropies of
 * recordings in place of windows: P_r is the mean over the windows of recording r, m the mean over the recordings,
 * H(Y) = −Σ m ln m and H(Y|X) = −mean_r Σ P_r ln P_r, nats. CE is the mean over the classes of the mean over each
 * class's support, for an event's class has far less support than the rest. `prior` is π `[classes]`.
 */
export function transductiveLoss(
  task: TransductiveTask,
  prototypes: Float64Array,
  prior: Float64Array,
  options: TransductiveOptions,
): LossAndGradient {
  const { length, query, support, classes } = task;
  const { temperature } = options;
  const ofSupport = classProbabilities(support.rows, prototypes, length, temperature);
  const ofQuery = classProbabilities(query.rows, prototypes, length, temperature);
  const means = recordingMeans(ofQuery, query.recordings, classes);
  const supported = supportTerm(ofSupport, support.labels, classes, options.supportWeight);
  const asked = queryTerm(means, prior, options);
  const gradient = new Float64Array(prototypes.length);
  const slopes = windowSlopes(ofQuery, asked.slopes, query.recordings, classes);
  addGradient(gradient, support.rows, supported.slopes, prototypes, length, temperature);
  addGradient(gradient, query.rows, slopes, prototypes, length, temperature);
  return { loss: supported.loss + asked.loss, gradient, means };
}

interface Term {
  loss: number;
  slopes: Float64Array;
}

/** Cross-entropy of the support, and its slopes at the logits `[rows, classes]`. */
function supportTerm(
  probabilities: Float64Array,
  labels: readonly number[],
  classes: number,
  weight: number,
): Term {
  const counts = countsOf(labels, classes);
  const slopes = new Float64Array(probabilities.length);
  let loss = 0;
  for (const [row, label] of labels.entries()) {
    const share = weight / (classes * counts[label]!);
    loss -= share * Math.log(probabilities[row * classes + label]! + TINY);
    for (let k = 0; k < classes; k++) {
      slopes[row * classes + k] = share * (probabilities[row * classes + k]! - (k === label ? 1 : 0));
    }
  }
  return { loss, slopes };
}

/** The entropies and the divergence from the prior, and their slopes at the recordings' means `[recordings, classes]`. */
function queryTerm(means: Float64Array, prior: Float64Array, options: TransductiveOptions): Term {
  const { marginalWeight, conditionalWeight, priorWeight } = options;
  const classes = prior.length;
  const recordings = means.length / classes;
  const logMarginal = marginalOf(means, classes).map((value) => Math.log(value + TINY));
  const slopes = new Float64Array(means.length);
  let loss = 0;
  for (const [i, mean] of means.entries()) {
    const k = i % classes;
    const logMean = Math.log(mean + TINY);
    // Each marginal is the mean over the recordings, so its terms part evenly among them.
    const spread = marginalWeight * logMarginal[k]! + priorWeight * (logMarginal[k]! - Math.log(prior[k]!));
    loss += (mean * (spread - conditionalWeight * logMean)) / recordings;
    slopes[i] = (spread + marginalWeight + priorWeight - conditionalWeight * (logMean + 1)) / recordings;
  }
  return { loss, slopes };
}

/** From slopes at the recordings' means to slopes at the windows' logits, back through mean and softmax. */
function windowSlopes(
  probabilities: Float64Array,
  ofMeans: Float64Array,
  recordings: readonly number[],
  classes: number,
): Float64Array {
  const counts = countsOf(recordings);
  const slopes = new Float64Array(probabilities.length);
  for (const [row, recording] of recordings.entries()) {
    let expected = 0;
    for (let k = 0; k < classes; k++) {
      expected += probabilities[row * classes + k]! * ofMeans[recording * classes + k]!;
    }
    for (let k = 0; k < classes; k++) {
      const i = row * classes + k;
      slopes[i] = (probabilities[i]! * (ofMeans[recording * classes + k]! - expected)) / counts[recording]!;
    }
  }
  return slopes;
}

/** The slope of a logit at its prototype is T(z − w). */
function addGradient(
  gradient: Float64Array,
  rows: Float64Array,
  slopes: Float64Array,
  prototypes: Float64Array,
  length: number,
  temperature: number,
): void {
  const classes = prototypes.length / length;
  for (let row = 0; row < rows.length / length; row++) {
    for (let k = 0; k < classes; k++) {
      const slope = temperature * slopes[row * classes + k]!;
      for (let i = 0; i < length; i++) {
        gradient[k * length + i]! += slope * (rows[row * length + i]! - prototypes[k * length + i]!);
      }
    }
  }
}
