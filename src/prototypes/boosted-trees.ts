import { z } from 'zod';

/** One binary tree as parallel arrays; node 0 is the root. */
const tree = z.object({
  /** Index of the tested feature; −1 in a leaf. */
  feature: z.array(z.int().min(-1)).min(1),
  /** `x[feature] <= threshold` goes left. 0 in a leaf. */
  threshold: z.array(z.number()),
  left: z.array(z.int().nonnegative()),
  right: z.array(z.int().nonnegative()),
  /** Log odds that a leaf adds. 0 in a test. */
  value: z.array(z.number()),
});

/** Gradient-boosted trees for two classes (Friedman 2001): log odds are `base` plus one leaf of each tree. */
export const boostedTreesSchema = z.object({ base: z.number(), trees: z.array(tree) });

export type Tree = z.infer<typeof tree>;
export type BoostedTrees = z.infer<typeof boostedTreesSchema>;

/** Gives the log odds of the positive class for one example `x` `[features]`. */
export function treesLogOdds(model: BoostedTrees, x: ArrayLike<number>): number {
  let sum = model.base;
  for (const tree of model.trees) sum += treeLogOdds(tree, x);
  return sum;
}

/** Gives the log odds that one tree adds for one example `x` `[features]`. */
export function treeLogOdds({ feature, threshold, left, right, value }: Tree, x: ArrayLike<number>): number {
  let node = 0;
  while (feature[node]! >= 0) node = x[feature[node]!]! <= threshold[node]! ? left[node]! : right[node]!;
  return value[node]!;
}
