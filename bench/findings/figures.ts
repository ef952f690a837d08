/** Four digits are more than the intervals know. */
export function round(value: number): number {
  return Number(value.toFixed(4));
}

/** A figure with its interval, each rounded. */
export function rounded<T extends { interval: [number, number] }>(score: T): T {
  const entries = Object.entries(score).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(round) : round(value as number),
  ]);
  return Object.fromEntries(entries) as T;
}

/** Of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
  return (below + above) / 2;
}
