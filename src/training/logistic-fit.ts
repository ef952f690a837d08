import { type Logistic, logisticLogOdds, probabilityOf } from '../prototypes/logistic.js';
import { factorCholesky, solveLower, solveLowerTransposed } from './cholesky.js';
import type { Examples } from './examples.js';

const MOST_STEPS = 30;
const SMALLEST_STEP = 1e-8;

/**
 * Fits an L2-regularised logistic head by Newton's method. `c` is the inverse strength of the penalty as in
 * LIBLINEAR: minimises |w|²/2 + c · Σ weight · log loss; the bias is not penalised.
 *
 * @param exampleWeights `[count]`; all 1 unless given
 */
export function fitLogistic(examples: Examples, c: number, exampleWeights?: Float64Array): Logistic {
  const { values, features, positive } = examples;
  const size = features + 1; // the bias comes last
  const head: Logistic = { weights: new Array<number>(features).fill(0), bias: 0 };
  const row = new Float64Array(size);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (let i = 0; i < features; i++) {
      gradient[i] = head.weights[i]!;
      hessian[i * size + i] = 1;
    }
    for (let example = 0; example < positive.length; example++) {
      row.set(values.subarray(example * features, (example + 1) * features));
      row[features] = 1;
      const probability = probabilityOf(logisticLogOdds(head, row));
      const weight = c * (exampleWeights?.[example] ?? 1);
      addScaled(gradient, row, weight * (probability - positive[example]!));
      addOuterLower(hessian, row, weight * probability * (1 - probability));
    }
    hessian[size * size - 1]! += 1e-9; // the bias stays solvable when every example is certain
    const lower = factorCholesky(hessian, size);
    const move = solveLowerTransposed(lower, solveLower(lower, gradient));
    for (let i = 0; i < features; i++) head.weights[i]! -= move[i]!;
    head.bias -= move[features]!;
    if (move.every((amount) => Math.abs(amount) < SMALLEST_STEP)) break;
  }
  return head;
}

function addScaled(sum: Float64Array, row: Float64Array, scale: number): void {
  for (let i = 0; i < row.length; i++) sum[i]! += scale * row[i]!;
}

/** Adds scale · row·rowᵀ to the lower triangle. */
function addOuterLower(matrix: Float64Array, row: Float64Array, scale: number): void {
  const n = row.length;
  for (let i = 0; i < n; i++) {
    const factor = scale * row[i]!;
    for (let j = 0; j <= i; j++) matrix[i * n + j]! += factor * row[j]!;
  }
}
