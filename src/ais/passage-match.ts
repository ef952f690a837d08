import { type Position, rangeM, type Ship } from './ship-tracks.js';

/** The ship that a passage was, as AIS has it. */
export interface AisMatch {
  mmsi: number;
  name: string | null;
  lengthM: number | null;
  type: number | null;
  /** At her closest approach. */
  rangeM: number;
}

/** How far from the loudest moment a ship's closest approach may lie: levels are smoothed, and noise is not a point. */
const APART_MS = 90_000;
/** How far around that her closest approach is sought; it must not be at the edge, or she is still coming or going. */
const AROUND_MS = 3 * 60_000;
const STEP_MS = 2000;
/** Another ship nearer than this many times the range is heard as well (6 dB with spherical spreading). */
const ALONE = 2;

/**
 * The ship whose closest approach matches the loudest moment of a passage, in time and range; null when none does, and
 * when more than one might be what was heard.
 *
 * @param loudestMs UTC of the highest level
 * @param farthestM ships farther off are not held to be heard
 */
export function matchPassage(
  ships: Iterable<Ship>,
  place: Position,
  loudestMs: number,
  farthestM: number,
): AisMatch | null {
  const near = [...ships].flatMap((ship) => {
    const approach = closestApproach(ship, place, loudestMs);
    return approach && approach.rangeM <= ALONE * farthestM ? [{ ship, ...approach }] : [];
  });
  near.sort((a, b) => a.rangeM - b.rangeM);
  const [first, second] = near;
  if (!first || first.rangeM > farthestM || !first.passes || Math.abs(first.timeMs - loudestMs) > APART_MS)
    return null;
  if (second && second.rangeM < ALONE * first.rangeM) return null;
  const { mmsi, name, lengthM, type } = first.ship;
  return { mmsi, name, lengthM, type, rangeM: Math.round(first.rangeM) };
}

function closestApproach(ship: Ship, place: Position, aroundMs: number) {
  let best: { timeMs: number; rangeM: number } | null = null;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let timeMs = aroundMs - AROUND_MS; timeMs <= aroundMs + AROUND_MS; timeMs += STEP_MS) {
    const range = rangeM(ship, place, timeMs);
    if (range === null) continue;
    [first, last] = [Math.min(first, timeMs), Math.max(last, timeMs)];
    if (!best || range < best.rangeM) best = { timeMs, rangeM: range };
  }
  // The nearest point of what was heard of her is her closest approach only when she was nearer there than at the ends.
  return best && { ...best, passes: best.timeMs > first && best.timeMs < last };
}
