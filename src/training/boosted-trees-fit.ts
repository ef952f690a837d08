import { type BoostedTrees, treeLogOdds } from '../prototypes/boosted-trees.js';
import { probabilityOf } from '../prototypes/logistic.js';
import { Random } from '../simulator/random.js';
import type { Examples } from './examples.js';
import { cutIntoBins } from './histogram-bins.js';
import { growTree, type TreeOptions } from './tree-growth.js';

export interface BoostingOptions extends TreeOptions {
  trees: number;
  /** Share of the examples, and of the features, that each tree gets to see. */
  exampleShare: number;
  featureShare: number;
}

/**
 * Fits gradient-boosted trees with the log loss: each tree takes a Newton step on what the trees before it left
 * (Friedman 2001), grown leaf by leaf on histograms (LightGBM, Ke 2017). That each sees other examples and other
 * features (Friedman 2002) keeps the sum from leaning on one quirk of the simulation. Both classes must occur.
 */
export function fitBoostedTrees(examples: Examples, options: BoostingOptions): BoostedTrees {
  const { values, positive, features } = examples;
  const count = positive.length;
  const share = positive.reduce((sum, label) => sum + label, 0) / count;
  const base = Number(Math.log(share / (1 - share)).toPrecision(7));
  const random = new Random('boosted trees');
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
    const sample = {
      features: drawShare(random, features, options.featureShare),
      examples: drawShare(random, count, options.exampleShare),
    };
    const tree = growTree({ histogram, gradient, curvature, ...sample }, options);
    for (let i = 0; i < count; i++) {
      logOdds[i]! += treeLogOdds(tree, values.subarray(i * features, (i + 1) * features));
    }
    model.trees.push(tree);
  }
  return model;
}

/** Draws a share of the numbers from 0 to `count` − 1 without replacement, in rising order (Knuth's algorithm S). */
function drawShare(random: Random, count: number, share: number): Int32Array {
  const drawn = new Int32Array(Math.max(1, Math.round(share * count)));
  for (let number = 0, at = 0; at < drawn.length; number++) {
    if (random.uniform() * (count - number) < drawn.length - at) drawn[at++] = number;
  }
  return drawn;
}
