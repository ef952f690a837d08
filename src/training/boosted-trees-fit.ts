import type { BoostedTrees } from '../prototypes/boosted-trees.js';
import { probabilityOf } from '../prototypes/logistic.js';
import type { Examples } from './examples.js';
import { cutIntoBins } from './histogram-bins.js';
import { type BoostingOptions, growTree } from './tree-growth.js';

/**
 * Fits gradient-boosted trees with the log loss: each tree takes a Newton step on what the trees before it left
 * (Friedman 2001), grown leaf by leaf on histograms (LightGBM, Ke 2017). Both classes must occur.
 */
export function fitBoostedTrees(examples: Examples, options: BoostingOptions): BoostedTrees {
  const { positive, features } = examples;
  const count = positive.length;
  const share = positive.reduce((sum, label) => sum + label, 0) / count;
  const base = Number(Math.log(share / (1 - share)).toPrecision(7));
  const histogram = cutIntoBins(examples);
  const logOdds = new Float64Array(count).fill(base);
  const gradient = new Float64Array(count);
  const curvature = new Float64Array(count);
  const model: BoostedTrees = { base, trees: [] };
  for (let round = 0; round < options.trees; round++) {
    for (let i = 0; i < count; i++) {
      const probability = probabilityOf(logOdds[i]!);
      gradient[i] = probability - positive[i]!;
      curvature[i] = probability * (1 - probability);
    }
    const grown = growTree({ histogram, features, gradient, curvature }, options);
    for (const { members, value } of grown.leaves) {
      for (const member of members) logOdds[member]! += value;
    }
    model.trees.push(grown.tree);
  }
  return model;
}
