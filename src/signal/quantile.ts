/**
 * The `q` quantile (0–1) of the first `count` values, linear between neighbours as in NumPy. Reorders the
 * values; allocates nothing (Hoare's quickselect).
 */
export function quantileInPlace(values: Float32Array | Float64Array, count: number, q: number): number {
  const position = q * (count - 1);
  const rank = Math.floor(position);
  const lower = select(values, count, rank);
  if (rank === position) return lower;
  let upper = Number.POSITIVE_INFINITY;
  for (let i = rank + 1; i < count; i++) if (values[i] < upper) upper = values[i];
  return lower + (position - rank) * (upper - lower);
}

/** The median of the first `count` values; reorders them. */
export function medianInPlace(values: Float32Array | Float64Array, count: number): number {
  return quantileInPlace(values, count, 0.5);
}

/** Reorders so that what is smaller stands before `rank` and what is larger after it; gives the value there. */
function select(values: Float32Array | Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const swapped = values[i];
        values[i++] = values[j];
        values[j--] = swapped;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}
