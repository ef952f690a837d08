/** Rows `[count, length]` of L2-normalised embeddings, one after another. */
export interface LabelledRows {
  rows: Float64Array;
  /** Class of each row. */
  labels: readonly number[];
}

/** Windows of recordings whose class is asked for. */
export interface QueryRows {
  rows: Float64Array;
  /** Recording of each row, counted from 0 without a gap; the rows of one recording are of one class. */
  recordings: readonly number[];
}

/** What is adapted to: classes, length of an embedding, support and query. */
export interface TransductiveTask {
  classes: number;
  length: number;
  support: LabelledRows;
  query: QueryRows;
}

export interface TransductiveOptions {
  /** T of the logits. */
  temperature: number;
  /** Weights of the loss: λ0 to λ3. */
  supportWeight: number;
  marginalWeight: number;
  conditionalWeight: number;
  priorWeight: number;
  /** No class is taken to be rarer than this among the query recordings. */
  leastPrior: number;
  steps: number;
  /** Steps between two estimates of the prior. */
  priorEvery: number;
  /** Of Adam. */
  learningRate: number;
}

/**
 * The prior is estimated. The marginal entropy must go then: −λ1·H(Y) + λ3·KL(m‖π) is least at m ∝ π^(λ3/(λ1+λ3)), drawn
 * from the estimate towards balance; without it, at m = π.
 */
export const ESTIMATED_PRIOR: TransductiveOptions = {
  temperature: 15,
  supportWeight: 1,
  marginalWeight: 0,
  conditionalWeight: 0.1,
  priorWeight: 1,
  leastPrior: 0.05,
  steps: 30,
  priorEvery: 10,
  learningRate: 0.01,
};

/**
 * The same with the prior that TIM assumes (Boudiaf et al. 2020): the marginal entropy is greatest when the query
 * recordings are spread evenly over the classes.
 */
export function assumingBalance(options: TransductiveOptions): TransductiveOptions {
  return { ...options, marginalWeight: options.priorWeight, priorWeight: 0 };
}

/** The same without a look at the query. */
export function supportAlone(options: TransductiveOptions): TransductiveOptions {
  return { ...options, marginalWeight: 0, conditionalWeight: 0, priorWeight: 0 };
}

/** The mean of the support of each class `[classes, length]`: where the prototypes start. */
export function meanPrototypes({ classes, length, support }: TransductiveTask): Float64Array {
  const means = new Float64Array(classes * length);
  const counts = countsOf(support.labels, classes);
  for (const [row, label] of support.labels.entries()) {
    for (let i = 0; i < length; i++) {
      means[label * length + i]! += support.rows[row * length + i]! / counts[label]!;
    }
  }
  return means;
}

/**
 * Gives the probabilities `[rows, classes]`: softmax of T(z·w − |w|²/2 − |z|²/2), which is −T/2 times the squared
 * distance of z to the prototype w (Boudiaf et al. 2020, section 3).
 */
export function classProbabilities(
  rows: Float64Array,
  prototypes: Float64Array,
  length: number,
  temperature: number,
): Float64Array {
  const [count, classes] = [rows.length / length, prototypes.length / length];
  const probabilities = new Float64Array(count * classes);
  for (let row = 0; row < count; row++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) {
      let squared = 0;
      for (let i = 0; i < length; i++)
        squared += (rows[row * length + i]! - prototypes[k * length + i]!) ** 2;
      const logit = (-temperature / 2) * squared;
      probabilities[row * classes + k] = logit;
      highest = Math.max(highest, logit);
    }
    let sum = 0;
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    for (let k = 0; k < classes; k++) sum += own[k] = Math.exp(own[k]! - highest);
    for (let k = 0; k < classes; k++) own[k]! /= sum;
  }
  return probabilities;
}

/** Means over the windows of each recording: `[recordings, classes]` of `[windows, classes]`. */
export function recordingMeans(
  probabilities: Float64Array,
  recordings: readonly number[],
  classes: number,
): Float64Array {
  const counts = countsOf(recordings);
  const means = new Float64Array(counts.length * classes);
  for (const [row, recording] of recordings.entries()) {
    for (let k = 0; k < classes; k++) {
      means[recording * classes + k]! += probabilities[row * classes + k]! / counts[recording]!;
    }
  }
  return means;
}

/** Mean over the recordings `[classes]`: the query's marginal. */
export function marginalOf(means: Float64Array, classes: number): Float64Array {
  const marginal = new Float64Array(classes);
  for (let i = 0; i < means.length; i++) marginal[i % classes]! += (means[i]! * classes) / means.length;
  return marginal;
}

/** Raises the classes below `least` to it and shrinks the others in proportion, so that the sum stays 1. */
export function capPrior(prior: Float64Array, least: number): Float64Array {
  const raised = new Set<number>();
  for (;;) {
    const free = prior.reduce((sum, value, k) => (raised.has(k) ? sum : sum + value), 0);
    const scale = (1 - raised.size * least) / free;
    const low = prior.findIndex((value, k) => !raised.has(k) && value * scale < least);
    if (low < 0) return prior.map((value, k) => (raised.has(k) ? least : value * scale));
    raised.add(low);
  }
}

/** How many there are of each number from 0 on. */
export function countsOf(numbers: readonly number[], least = 0): number[] {
  const counts = Array<number>(numbers.reduce((most, number) => Math.max(most, number + 1), least)).fill(0);
  for (const number of numbers) counts[number]!++;
  return counts;
}
