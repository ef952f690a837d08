import type { Examples } from './examples.js';

const MOST_BINS = 128;

/** Features cut into bins of about equal count, so that a split is sought among few thresholds. */
export interface HistogramBins {
  /** Bin of each value, feature by feature `[features, count]`. */
  bins: Uint8Array;
  /** Upper edges `[features][bins − 1]`: a value is in bin b when edge[b − 1] < value ≤ edge[b]. */
  edges: number[][];
}

/** Cuts each feature at quantiles of its values. */
export function cutIntoBins({ values, features, positive }: Examples): HistogramBins {
  const count = positive.length;
  const bins = new Uint8Array(features * count);
  const edges: number[][] = [];
  for (let feature = 0; feature < features; feature++) {
    const column = new Float32Array(count);
    for (let i = 0; i < count; i++) column[i] = values[i * features + feature]!;
    const cuts = quantileEdges(column);
    edges.push(cuts);
    for (let i = 0; i < count; i++) bins[feature * count + i] = binOf(column[i]!, cuts);
  }
  return { bins, edges };
}

/** Midpoints between neighbouring distinct quantiles; none for a constant. */
function quantileEdges(column: Float32Array): number[] {
  const sorted = Float32Array.from(column).sort();
  const edges: number[] = [];
  for (let b = 1; b < MOST_BINS; b++) {
    const at = Math.round((b * sorted.length) / MOST_BINS);
    if (at <= 0 || at >= sorted.length || sorted[at - 1] === sorted[at]) continue;
    // Seven digits survive the way through JSON and are as good as a 32-bit value.
    const edge = Number(((sorted[at - 1]! + sorted[at]!) / 2).toPrecision(7));
    if (edges.length === 0 || edge > edges[edges.length - 1]!) edges.push(edge);
  }
  return edges;
}

function binOf(value: number, edges: readonly number[]): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
