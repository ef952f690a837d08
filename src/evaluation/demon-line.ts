/** Gives the least-squares line through points as a function. */
export function fitLine(x: readonly number[], y: readonly number[]): (x: number) => number {
  const middle = average(x);
  const height = average(y);
  const variance = average(x.map((value) => (value - middle) ** 2));
  const slope =
    variance === 0 ? 0 : average(x.map((value, i) => (value - middle) * (y[i] - height))) / variance;
  return (value) => height + slope * (value - middle);
}

/** The arithmetic mean. */
export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
