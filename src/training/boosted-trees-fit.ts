import type { BoostedTrees } from '../prototypes/boosted-trees.js';
import { probabilityOf } from '../prototypes/logistic.js';
import { balancedWeights, type Examples } from './examples.js';
import { cutIntoBins } from './histogram-bins.js';
import { type BoostingOptions, growTree } from './tree-growth.js';

/**
 * Fits gradient-boosted trees with the log loss, both classes weighted the same: each tree takes a Newton step
 * on what the trees before it left (Friedman 2001), grown leaf by leaf on histograms (LightGBM, Ke 2017).
 */
export function fitBoostedTrees(examples: Examples, options: BoostingOptions): BoostedTrees {
  const { positive, features } = examples;
  const count = positive.length;
  const weight = balancedWeights(positive);
  const histogram = cutIntoBins(examples);
  const logOdds = new Float64Array(count);
  const gradient = new Float64Array(count);
  const curvature = new Float64Array(count);
  const model: BoostedTrees = { base: 0, trees: [] }; // balanced classes: even odds
  for (let round = 0; round < options.trees; round++) {
    for (let i = 0; i < count; i++) {
      const probability = probabilityOf(logOdds[i]!);
      gradient[i] = weight[i]! * (probability - positive[i]!);
      curvature[i] = weight[i]! * probability * (1 - probability);
    }
    const grown = growTree({ histogram, features, gradient, curvature }, options);
    for (const { members, value } of grown.leaves) {
      for (const member of members) logOdds[member]! += value;
    }
    model.trees.push(grown.tree);
  }
  return model;
}
