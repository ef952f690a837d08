import {
  capPrior,
  marginalOf,
  meanPrototypes,
  type TransductiveOptions,
  type TransductiveTask,
} from './transduction.js';
import { transductiveLoss } from './transductive-loss.js';

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

export interface AdaptedPrototypes {
  /** `[classes, length]` */
  prototypes: Float64Array;
  /** The prior that was estimated last `[classes]`. */
  prior: Float64Array;
}

/**
 * Moves the prototypes from the means of the support to where the transductive loss is small, by Adam on these few
 * numbers alone. The prior is estimated in turns: the marginal of the predictions so far, capped.
 */
export function adaptPrototypes(task: TransductiveTask, options: TransductiveOptions): AdaptedPrototypes {
  const { steps, priorEvery, leastPrior, learningRate } = options;
  const { classes } = task;
  const prototypes = meanPrototypes(task);
  let prior: Float64Array = new Float64Array(classes).fill(1 / classes);
  const [first, second] = [new Float64Array(prototypes.length), new Float64Array(prototypes.length)];
  for (let step = 1; step <= steps; step++) {
    let at = transductiveLoss(task, prototypes, prior, options);
    if ((step - 1) % priorEvery === 0) {
      prior = capPrior(marginalOf(at.means, classes), leastPrior);
      at = transductiveLoss(task, prototypes, prior, options);
    }
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);
    for (const [i, slope] of at.gradient.entries()) {
      first[i] = BETA1 * first[i]! + (1 - BETA1) * slope;
      second[i] = BETA2 * second[i]! + (1 - BETA2) * slope * slope;
      prototypes[i]! -= (rate * first[i]!) / (Math.sqrt(second[i]!) + EPSILON);
    }
  }
  return { prototypes, prior };
}
