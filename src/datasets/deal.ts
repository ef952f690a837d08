import type { Random } from '../simulator/random.js';

export const SIDES = ['training', 'validation', 'test'] as const;

export type Side = (typeof SIDES)[number];

/** Of all, 0 for a side that is not wanted; training gets what is left. */
export interface Shares {
  validation: number;
  test: number;
}

/**
 * How many of `count` go to each side: the nearest whole numbers to the shares, at least one for each side that is
 * wanted. Where there are too few, training comes first, then test, then validation.
 */
export function dealCounts(count: number, shares: Shares): Record<Side, number> {
  const wanted = (share: number) => (share > 0 ? Math.max(1, Math.round(count * share)) : 0);
  const test = Math.min(wanted(shares.test), Math.max(0, count - 1));
  const validation = Math.min(wanted(shares.validation), Math.max(0, count - 1 - test));
  return { training: count - test - validation, validation, test };
}

/** Deals items to the sides by chance; the order in which they come counts. */
export function deal<T>(items: readonly T[], shares: Shares, random: Random): Record<Side, T[]> {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return cut(shuffled, dealCounts(items.length, shares));
}

/** Cuts a row of items: first training, then validation, then test. */
export function cut<T>(items: readonly T[], counts: Record<Side, number>): Record<Side, T[]> {
  const { training, validation } = counts;
  return {
    training: items.slice(0, training),
    validation: items.slice(training, training + validation),
    test: items.slice(training + validation),
  };
}
