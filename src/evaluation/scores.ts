import type { Size } from '../prototypes/assessment.js';
import type { ScoredOutcome } from './outcome.js';

export const SIZES: readonly Size[] = ['big', 'small', 'none'];

/** How many recordings of one size got which verdict. */
export interface ClassCount {
  size: Size;
  recordings: number;
  right: number;
  unknown: number;
  /** Another size than the right one. */
  wrong: number;
}

/** Counts for each size that occurs, in the order big, small, none. */
export function countBySize(outcomes: readonly ScoredOutcome[]): ClassCount[] {
  return SIZES.map((size) => {
    const own = outcomes.filter((outcome) => outcome.size === size);
    const right = own.filter((outcome) => outcome.verdict === size).length;
    const unknown = own.filter((outcome) => outcome.verdict === 'unknown').length;
    return { size, recordings: own.length, right, unknown, wrong: own.length - right - unknown };
  }).filter(({ recordings }) => recordings > 0);
}

/** Mean recall of the sizes that occur; `unknown` counts as not recalled. NaN when there is no outcome. */
export function balancedAccuracy(outcomes: readonly ScoredOutcome[]): number {
  const counts = countBySize(outcomes);
  return counts.reduce((sum, { right, recordings }) => sum + right / recordings, 0) / counts.length;
}
