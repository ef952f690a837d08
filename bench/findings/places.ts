import type { Random } from '../../src/simulator/random.js';

/** Draws up to `count` distinct places of `among` (Fisher and Yates). */
export function drawPlaces(count: number, among: number, random: Random): number[] {
  const places = Array.from({ length: among }, (_, place) => place);
  const drawn = Math.min(count, among);
  for (let i = 0; i < drawn; i++) {
    const pick = random.integer(i, among - 1);
    [places[i], places[pick]] = [places[pick]!, places[i]!];
  }
  return places.slice(0, drawn);
}
