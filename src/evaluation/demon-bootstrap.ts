import { Random } from '../simulator/random.js';

const RESAMPLES = 1000;

/**
 * 95 % percentile interval of a statistic over rows, bootstrapped over vessels: vessels are drawn with
 * replacement, each with all its rows; a row without a name counts as a vessel of its own. Resamples where the
 * statistic is null are left out; null when none remains. The same rows always give the same interval.
 */
export function vesselInterval<T extends { vessel: string }>(
  rows: readonly T[],
  statistic: (rows: readonly T[]) => number | null,
): [number, number] | null {
  const groups = groupByVessel(rows);
  const random = new Random('DEMON vessel bootstrap');
  const values: number[] = [];
  for (let resample = 0; resample < RESAMPLES && groups.length > 0; resample++) {
    const value = statistic(groups.flatMap(() => random.choice(groups)));
    if (value !== null) values.push(value);
  }
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  return [values[Math.floor(0.025 * values.length)], values[Math.ceil(0.975 * values.length) - 1]];
}

function groupByVessel<T extends { vessel: string }>(rows: readonly T[]): T[][] {
  const vessels = new Map<string | T, T[]>();
  for (const row of rows) {
    const key = row.vessel || row;
    const known = vessels.get(key);
    if (known) known.push(row);
    else vessels.set(key, [row]);
  }
  return [...vessels.values()];
}
