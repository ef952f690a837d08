import type { Random } from '../simulator/random.js';

/** Spread of the recorders' responses that is added to what the simulator draws. */
export interface ResponseSpread {
  /** Standard deviation of the tilt, dB a decade. */
  tiltDbPerDecade: number;
  /** Standard deviation of a smooth ripple, dB. */
  rippleDb: number;
}

/** Ripples have a knot each so many decidecades, about an octave. */
const KNOT_SPACING = 3;

/**
 * Draws the response of a recorder at decidecades `[bands]`, dB: a tilt about their middle and a smooth ripple.
 * Recorders differ in these more than sites do, and the slope is the size signal: heads that have not met the
 * spread trust it too much.
 */
export function drawResponse(random: Random, bands: number, spread: ResponseSpread): Float64Array {
  const tilt = random.normal(0, spread.tiltDbPerDecade);
  const knots = Float64Array.from({ length: Math.ceil(bands / KNOT_SPACING) + 1 }, () =>
    random.normal(0, spread.rippleDb),
  );
  return Float64Array.from({ length: bands }, (_, band) => {
    const knot = Math.floor(band / KNOT_SPACING);
    const share = band / KNOT_SPACING - knot;
    const decades = (band - (bands - 1) / 2) / 10;
    return tilt * decades + knots[knot] * (1 - share) + knots[knot + 1] * share;
  });
}
