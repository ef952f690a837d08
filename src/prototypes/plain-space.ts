import { type ClassSpace, meanOf, type Windows } from './class-space.js';
import { probabilityOf } from './logistic.js';

/** How far a window may lie from a class taught from one recording; chosen on simulated vessels (docs/ENROLLMENT.md). */
export const FARTHEST_OF_ONE = 0.7;
/** Held-out recordings of a class widen or narrow its reach, but not beyond these. */
const LEAST_REACH = 0.5;
const MOST_REACH = 1;
/** How many recordings the reach of one recording is worth against what is held out. */
const REACH_PRIOR = 2;
/** Distance over which a confidence falls from 0.73 to 0.5. */
const SOFTNESS = 0.08;

const rms = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
};

/**
 * The embedding as it is, for models that know nothing of vessels: distances are root mean square per coordinate
 * (z-scores of the training set). What a recording brings along counts as much as the vessel.
 */
export const plainSpace: ClassSpace = {
  margin: SOFTNESS,
  place: (embedding) => Float64Array.from(embedding.subarray(0, -1)),
  centre: (recordings) => meanOf(recordings.map(meanPlace)),
  distance: rms,
  expected: () => null,
  meaning: (recordings) => {
    const reach = reachOf(recordings);
    return { reach, confidence: (distance) => probabilityOf((reach - distance) / SOFTNESS) };
  },
};

/** Each recording is held out in turn: how far are its windows, by their median, from the mean of the others? */
function reachOf(recordings: readonly Windows[]): number {
  if (recordings.length < 2) return FARTHEST_OF_ONE;
  const means = recordings.map(meanPlace);
  const held = recordings.map((windows, i) => {
    const centre = meanOf(means.filter((_, j) => j !== i));
    const distances = windows.map((each) => rms(centre, plainSpace.place(each)!)).sort((a, b) => a - b);
    return distances[Math.floor(distances.length / 2)]!;
  });
  const shrunk =
    (REACH_PRIOR * FARTHEST_OF_ONE + held.length * Math.max(...held)) / (REACH_PRIOR + held.length);
  return Math.min(MOST_REACH, Math.max(LEAST_REACH, shrunk));
}

/** Where a recording lies: the mean of its windows. */
export const meanPlace = (windows: Windows): Float64Array =>
  meanOf(windows.map((each) => plainSpace.place(each)!));
