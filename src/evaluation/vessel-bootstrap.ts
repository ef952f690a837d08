import { Random } from '../simulator/random.js';
import type { ScoredOutcome } from './outcome.js';
import { SIZES } from './scores.js';

/** With fewer vessels in a class the resamples hardly differ, and the interval would look surer than it is. */
export const FEWEST_VESSELS = 5;

const RESAMPLES = 2000;

/**
 * 95 % percentile interval of the balanced accuracy, bootstrapped over vessels: within each size the vessels
 * are drawn with replacement, each with all its recordings (several passages of one ship are no independent
 * evidence). A recording without a ship counts as a vessel of its own. Null when a size has fewer than
 * `FEWEST_VESSELS` vessels. The same outcomes always give the same interval.
 */
export function vesselBootstrapInterval(outcomes: readonly ScoredOutcome[]): [number, number] | null {
  const strata = SIZES.map((size) => vesselsOf(outcomes.filter((outcome) => outcome.size === size))).filter(
    (vessels) => vessels.length > 0,
  );
  if (strata.length === 0 || strata.some((vessels) => vessels.length < FEWEST_VESSELS)) return null;
  const random = new Random('vessel bootstrap');
  const counts = strata.map((vessels) => vessels.map(countRight));
  const scores = Float64Array.from(
    { length: RESAMPLES },
    () => counts.reduce((sum, vessels) => sum + resampledRecall(vessels, random), 0) / counts.length,
  ).sort();
  return [scores[Math.floor(0.025 * RESAMPLES)], scores[Math.ceil(0.975 * RESAMPLES) - 1]];
}

function countRight(outcomes: readonly ScoredOutcome[]): { recordings: number; right: number } {
  const right = outcomes.filter(({ verdict, size }) => verdict === size).length;
  return { recordings: outcomes.length, right };
}

function resampledRecall(vessels: readonly { recordings: number; right: number }[], random: Random): number {
  let recordings = 0;
  let right = 0;
  for (let draw = 0; draw < vessels.length; draw++) {
    const vessel = random.choice(vessels);
    recordings += vessel.recordings;
    right += vessel.right;
  }
  return right / recordings;
}

/** The recordings of each vessel. */
export function vesselsOf<T extends Pick<ScoredOutcome, 'recordingId' | 'size' | 'vessel'>>(
  outcomes: readonly T[],
): T[][] {
  const vessels = new Map<string, T[]>();
  for (const outcome of outcomes) {
    const key = outcome.size === 'none' ? `recording ${outcome.recordingId}` : `vessel ${outcome.vessel}`;
    const known = vessels.get(key);
    if (known) known.push(outcome);
    else vessels.set(key, [outcome]);
  }
  return [...vessels.values()];
}
