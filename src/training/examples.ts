/** Examples of two classes for fitting a head. */
export interface Examples {
  /** Row-major `[count, features]`. */
  values: Float32Array;
  features: number;
  /** 1 for the positive class, else 0 `[count]`. */
  positive: Uint8Array;
}

/** Weights that give both classes the same sum, with mean 1 `[count]`; needs examples of both. */
export function balancedWeights(positive: Uint8Array): Float64Array {
  let count = 0;
  for (const label of positive) count += label;
  const weight = [positive.length / (2 * (positive.length - count)), positive.length / (2 * count)];
  return Float64Array.from(positive, (label) => weight[label]!);
}
