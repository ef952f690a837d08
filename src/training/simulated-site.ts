import type { Size } from '../prototypes/assessment.js';
import { simulateClip } from '../simulator/clip.js';
import { statisticsOf } from './simulated-clip.js';

const RATE_HZ = 16_000;
/** Standard deviation of the recorders' tilt; what a recorder adds beside it is small and stays. */
export const TILT_SPREAD_DB_PER_DECADE = 5;
const RIPPLE_DB = 1;

/** One site: one hydrophone in one place, heard for 5 s at a time on many days. */
export interface HeardSite<Clip> {
  /** Of the recorder's response. */
  tiltDbPerDecade: number;
  /** By what passes. */
  clips: Record<Size, Clip[]>;
}

/** Its clips are statistics `[STATISTIC_NAMES.length]`. */
export type SimulatedSite = HeardSite<Float32Array>;

/** Simulates a site and takes the statistics of each clip. */
export function simulateSite(seed: string, clips: Readonly<Record<Size, number>>): SimulatedSite {
  return hearSite(seed, clips, statisticsOf);
}

/**
 * Simulates a site: depth, seabed, recorder and what its background keeps are one; ship, range, wind, traffic and
 * animals are drawn for each clip. The same seed gives the same clips, and more of them when more are asked for.
 */
export function hearSite<Clip>(
  seed: string,
  clips: Readonly<Record<Size, number>>,
  measure: (samples: Float32Array, sampleRateHz: number) => Clip,
): HeardSite<Clip> {
  let tiltDbPerDecade = 0;
  const hear = (size: Size) =>
    Array.from({ length: clips[size] }, (_, index) => {
      const { samples, truth } = simulateClip({
        seed: `${seed}/${size}/${index}`,
        seeds: { site: seed, hydrophone: seed, ambient: seed },
        size,
        sampleRateHz: RATE_HZ,
        tiltDbPerDecade: TILT_SPREAD_DB_PER_DECADE,
        rippleDb: RIPPLE_DB,
      });
      tiltDbPerDecade = truth.tiltDbPerDecade;
      return measure(samples, RATE_HZ);
    });
  return { clips: { big: hear('big'), small: hear('small'), none: hear('none') }, tiltDbPerDecade };
}
