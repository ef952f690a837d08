/**
 * Factors a symmetric positive definite matrix `[n, n]`, row-major, in place: its lower triangle becomes L
 * with L·Lᵀ = A, its upper triangle zero. Throws RangeError when the matrix is not positive definite.
 */
export function factorCholesky(matrix: Float64Array, n: number): Float64Array {
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k]! * matrix[column * n + k]!;
      if (row > column) matrix[row * n + column] = sum / matrix[column * n + column]!;
      else if (sum > 0) matrix[row * n + row] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
    matrix.fill(0, row * n + row + 1, (row + 1) * n);
  }
  return matrix;
}

/** Solves L·y = b by forward substitution, in place; `lower` is `[n, n]`. */
export function solveLower(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let row = 0; row < n; row++) {
    let sum = b[row]!;
    for (let k = 0; k < row; k++) sum -= lower[row * n + k]! * b[k]!;
    b[row] = sum / lower[row * n + row]!;
  }
  return b;
}

/** Solves Lᵀ·x = b by back substitution, in place; `lower` is `[n, n]`. */
export function solveLowerTransposed(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let row = n - 1; row >= 0; row--) {
    let sum = b[row]!;
    for (let k = row + 1; k < n; k++) sum -= lower[k * n + row]! * b[k]!;
    b[row] = sum / lower[row * n + row]!;
  }
  return b;
}

/** Inverts a lower triangular matrix `[n, n]`. */
export function invertLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const unit = new Float64Array(n);
    unit[column] = 1;
    solveLower(lower, unit);
    for (let row = 0; row < n; row++) inverse[row * n + column] = unit[row]!;
  }
  return inverse;
}
