import { factorCholesky, invertLower } from './cholesky.js';

/** Share of the scatter that is replaced by the same in every direction, so that rare directions do not dominate. */
const SHRINKAGE = 0.1;

/**
 * Gives the matrix that makes a scatter one in every direction (WCCN, ALGORITHMS 2): L⁻¹ with
 * L·Lᵀ = (1 − l)·S + l·tr(S)/d·I and S the scatter over the degrees of freedom. Lower triangle, row by row, rounded to
 * six digits.
 *
 * @param scatter lower triangle of the sums of squares and products `[d, d]`, row-major; it is overwritten
 */
export function shrunkWhitening(scatter: Float64Array, d: number, freedom: number): number[][] {
  let trace = 0;
  for (let i = 0; i < d; i++) trace += scatter[i * d + i]!;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) scatter[i * d + j]! *= (1 - SHRINKAGE) / freedom;
    scatter[i * d + i]! += (SHRINKAGE * trace) / d / freedom;
  }
  const inverse = invertLower(factorCholesky(scatter, d), d);
  return Array.from({ length: d }, (_, i) => Array.from(inverse.subarray(i * d, i * d + i + 1), sixDigits));
}

export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
