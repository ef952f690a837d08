/** A figure of a score with so many digits; a dash where there is none. */
export function figure(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

/** An interval, as 0.71–0.95; a dash where there is none. */
export function rangeOf(interval: readonly [number, number] | null): string {
  return interval ? interval.map((end) => end.toFixed(2)).join('–') : '–';
}

/** The name of a range of a condition: below 0, 0 to 5, from 20. */
export function rangeName({ from, until }: { from: number | null; until: number | null }): string {
  if (from === null) return `below ${until}`;
  return until === null ? `from ${from}` : `${from} to ${until}`;
}
