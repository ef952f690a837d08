import type { UnknownZone } from '../decision/pool.js';
import type { Assessment, Size } from '../prototypes/assessment.js';

/** A held-out simulated window: what it is and what the judge says. */
export interface JudgedWindow {
  size: Size;
  assessment: Assessment;
}

/** What an unknown costs if a wrong answer costs 1 (Chow 1970): an answer less sure than 1 minus this is not given. */
const COST_OF_UNKNOWN = 0.55;
/** Share of simulated windows that lie farther from every prototype than the zone's border. */
const SHARE_TOO_FAR = 1e-3;

/** Chooses the unknown zone on simulated windows alone. */
export function fitUnknownZone(judged: readonly JudgedWindow[]): UnknownZone {
  const distances = judged.map(({ assessment }) => assessment.nearest[0].distance).sort((a, b) => a - b);
  const farthest =
    distances[Math.min(distances.length - 1, Math.ceil((1 - SHARE_TOO_FAR) * distances.length))];
  return {
    leastProbability: Number((1 - COST_OF_UNKNOWN).toPrecision(4)),
    farthestDistance: Number(farthest.toPrecision(4)),
  };
}
