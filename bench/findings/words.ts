import type { Difference } from './decision-rule.js';
import type { Score } from './results.js';

/** 0.702 as 70.2. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** 70.2 (67.1–73.0), both in percent. */
export function scored({ accuracy, interval }: Score): string {
  return `${percent(accuracy)} (${interval.map(percent).join('–')})`;
}

/** −3.1 (−5.0 to −1.2), in points. */
export function points({ difference, interval }: Difference): string {
  return `${signed(difference)} (${interval.map(signed).join(' to ')})`;
}

/** Whether a difference is surely above or below nothing, or neither. */
export function direction({ interval }: Difference): 'above' | 'below' | 'neither' {
  if (interval[0] > 0) return 'above';
  return interval[1] < 0 ? 'below' : 'neither';
}

function signed(share: number): string {
  const value = (100 * Math.abs(share)).toFixed(1);
  return share < 0 && Number(value) !== 0 ? `−${value}` : `+${value}`;
}
