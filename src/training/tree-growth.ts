import type { Tree } from '../prototypes/boosted-trees.js';
import type { HistogramBins } from './histogram-bins.js';

const SMALLEST_CURVATURE = 1e-3;
const BINS = 128;
/** Sums kept for each bin: gradient, curvature, count. */
const SUMS = 3;

export interface TreeOptions {
  leavesPerTree: number;
  /** Share of each tree's advice that is taken. */
  learningRate: number;
  /** Fewest examples in a leaf. */
  examplesPerLeaf: number;
}

/** What a tree is grown on: first and second derivative of the loss for each example. */
export interface TreeTask {
  histogram: HistogramBins;
  /** The features that it may ask for, and the examples that it is grown on. */
  features: Int32Array;
  examples: Int32Array;
  gradient: Float64Array;
  curvature: Float64Array;
}

interface Split {
  feature: number;
  /** The last bin that goes left. */
  bin: number;
  gain: number;
}

interface Growing {
  node: number;
  members: Int32Array;
  sums: Float64Array;
  split: Split | null;
}

/** Grows one tree best leaf first: always the split that lowers the loss most, until there are enough leaves. */
export function growTree(task: TreeTask, options: TreeOptions): Tree {
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [] };
  const { examples } = task;
  const open = [grow(task, options, addNode(tree), examples, histogramOf(task, examples))];
  while (open.length < options.leavesPerTree) {
    const best = bestOf(open);
    if (!best?.split) break;
    const [left, right] = partition(task, best.members, best.split);
    const [smaller, larger] = left.length <= right.length ? [left, right] : [right, left];
    const smallerSums = histogramOf(task, smaller);
    const largerSums = best.sums.map((sum, i) => sum - smallerSums[i]!);
    const children = [left, right].map((members) =>
      grow(task, options, addNode(tree), members, members === larger ? largerSums : smallerSums),
    );
    tree.feature[best.node] = best.split.feature;
    tree.threshold[best.node] = task.histogram.edges[best.split.feature]![best.split.bin]!;
    tree.left[best.node] = children[0]!.node;
    tree.right[best.node] = children[1]!.node;
    open.splice(open.indexOf(best), 1, ...children);
  }
  for (const { node, sums } of open) {
    const [gradient, curvature] = totals(sums);
    tree.value[node] = Number(((-gradient * options.learningRate) / (curvature + 1e-9)).toPrecision(7));
  }
  return tree;
}

function addNode(tree: Tree): number {
  tree.feature.push(-1);
  tree.threshold.push(0);
  tree.left.push(0);
  tree.right.push(0);
  tree.value.push(0);
  return tree.feature.length - 1;
}

function bestOf(open: readonly Growing[]): Growing | undefined {
  let best: Growing | undefined;
  for (const leaf of open) if ((leaf.split?.gain ?? 0) > (best?.split?.gain ?? 0)) best = leaf;
  return best;
}

function grow(
  task: TreeTask,
  options: TreeOptions,
  node: number,
  members: Int32Array,
  sums: Float64Array,
): Growing {
  return { node, members, sums, split: bestSplit(task, options, sums) };
}

/** Sums of gradient, curvature and count `[features asked for, bins, 3]` over some examples. */
function histogramOf({ histogram, features, gradient, curvature }: TreeTask, members: Int32Array) {
  const sums = new Float64Array(features.length * BINS * SUMS);
  const count = gradient.length;
  for (let column = 0; column < features.length; column++) {
    const feature = features[column]!;
    const bins = histogram.bins.subarray(feature * count, (feature + 1) * count);
    const offset = column * BINS * SUMS;
    for (const member of members) {
      const at = offset + bins[member]! * SUMS;
      sums[at]! += gradient[member]!;
      sums[at + 1]! += curvature[member]!;
      sums[at + 2]! += 1;
    }
  }
  return sums;
}

/** Gradient, curvature and count of a leaf: the sums over the bins of any one feature. */
function totals(sums: Float64Array): [number, number, number] {
  let gradient = 0;
  let curvature = 0;
  let count = 0;
  for (let bin = 0; bin < BINS; bin++) {
    gradient += sums[bin * SUMS]!;
    curvature += sums[bin * SUMS + 1]!;
    count += sums[bin * SUMS + 2]!;
  }
  return [gradient, curvature, count];
}

function bestSplit({ histogram, features }: TreeTask, options: TreeOptions, sums: Float64Array) {
  const [gradient, curvature, count] = totals(sums);
  const whole = gain(gradient, curvature);
  let best: Split | null = null;
  for (let column = 0; column < features.length; column++) {
    const feature = features[column]!;
    let leftGradient = 0;
    let leftCurvature = 0;
    let leftCount = 0;
    for (let bin = 0; bin < histogram.edges[feature]!.length; bin++) {
      const at = (column * BINS + bin) * SUMS;
      leftGradient += sums[at]!;
      leftCurvature += sums[at + 1]!;
      leftCount += sums[at + 2]!;
      if (leftCount < options.examplesPerLeaf) continue;
      if (count - leftCount < options.examplesPerLeaf) break;
      const rightCurvature = curvature - leftCurvature;
      if (leftCurvature < SMALLEST_CURVATURE || rightCurvature < SMALLEST_CURVATURE) continue;
      const better =
        gain(leftGradient, leftCurvature) + gain(gradient - leftGradient, rightCurvature) - whole;
      if (better > (best?.gain ?? 1e-9)) best = { feature, bin, gain: better };
    }
  }
  return best;
}

function gain(gradient: number, curvature: number): number {
  return (gradient * gradient) / (curvature + 1e-9);
}

function partition({ histogram, gradient }: TreeTask, members: Int32Array, split: Split) {
  const bins = histogram.bins.subarray(split.feature * gradient.length);
  const goesLeft = (member: number) => bins[member]! <= split.bin;
  return [members.filter(goesLeft), members.filter((member) => !goesLeft(member))] as const;
}
