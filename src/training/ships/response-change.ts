import { filterbankCentresHz } from '../../features/filterbank.js';
import { STATISTIC_NAMES } from '../../features/statistics.js';
import type { Random } from '../../simulator/random.js';
import type { ResponseSpread } from '../response-randomisation.js';
import type { HeardWindow } from './heard-window.js';

/** A smooth response over frequency, dB. */
export type Response = (frequencyHz: number) => number;

const PIVOT_HZ = 700;
/** A ripple has a knot each octave from here on. */
const FIRST_KNOT_HZ = 10;
const KNOTS = 11;

/** Levels of the statistics: place and centre of the band, Hz. */
const LEVELS = STATISTIC_NAMES.flatMap((name, place) => {
  const [, hz] = /^level(?:Q25)? (\d+)Hz$/.exec(name) ?? [];
  return hz === undefined ? [] : [{ place, hz: Number(hz) }];
});

/** Draws the response of a recorder: a tilt and a ripple. Recorders differ in these more than seas do. */
export function drawResponse(random: Random, { tiltDbPerDecade, rippleDb }: ResponseSpread): Response {
  const tilt = random.normal(0, tiltDbPerDecade);
  const knots = Float64Array.from({ length: KNOTS }, () => random.normal(0, rippleDb));
  return (hz) => {
    const octave = Math.min(Math.max(Math.log2(hz / FIRST_KNOT_HZ), 0), KNOTS - 1.001);
    const knot = Math.floor(octave);
    const share = octave - knot;
    return tilt * Math.log10(hz / PIVOT_HZ) + knots[knot]! * (1 - share) + knots[knot + 1]! * share;
  };
}

/** Writes the patch of a window as a recorder of this response would have given it. */
export function writePatch({ patch }: HeardWindow, response: Response | null, out: Float32Array): void {
  const { values, frames, bands } = patch;
  out.set(values);
  if (!response) return;
  for (let band = 0; band < bands; band++) {
    const gain = response(filterbankCentresHz[band]!);
    for (let frame = 0; frame < frames; frame++) out[frame * bands + band]! += gain;
  }
}

/** Gives the statistics of a window as a recorder of this response would have given them. */
export function changedStatistics({ statistics }: HeardWindow, response: Response): Float32Array {
  const changed = statistics.slice();
  for (const { place, hz } of LEVELS) changed[place]! += response(hz);
  return changed;
}
