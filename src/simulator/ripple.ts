import type { Random } from './random.js';
import { GRID_HZ, POINTS_PER_OCTAVE, type Spectrum } from './spectrum.js';

/**
 * A smooth random deviation in dB: normal values each `spacingOctaves`, joined by straight lines. Ships, seas and
 * recorders all depart from their formulas like that.
 */
export function ripple(random: Random, standardDeviationDb: number, spacingOctaves: number): Spectrum {
  const step = spacingOctaves * POINTS_PER_OCTAVE;
  const knots = Array.from({ length: Math.ceil(GRID_HZ.length / step) + 2 }, () =>
    random.normal(0, standardDeviationDb),
  );
  return GRID_HZ.map((_, i) => {
    const knot = Math.floor(i / step);
    return knots[knot]! + (i / step - knot) * (knots[knot + 1]! - knots[knot]!);
  });
}
