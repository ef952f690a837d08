import { type SimulatedClip, simulateStatistics } from './simulated-clip.js';
import { type SimulatedSite, simulateSite } from './simulated-site.js';

/** What can be simulated in a set, by kind. */
export interface Simulated {
  clip: SimulatedClip;
  site: SimulatedSite;
}

/** Clips of one site: as many without a ship as a background takes, and passages. */
export const SITE_CLIPS = { none: 20, big: 20, small: 20 };

/** Makes number `index` of a seed's set. */
export const simulators: {
  [Kind in keyof Simulated]: (seed: number | string, index: number) => Simulated[Kind];
} = {
  clip: simulateStatistics,
  site: (seed, index) => simulateSite(`${seed}/${index}`, SITE_CLIPS),
};
