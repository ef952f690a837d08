import { type SimulatedClip, simulateStatistics } from './simulated-clip.js';
import { type SimulatedSite, simulateSite } from './simulated-site.js';

/** What can be simulated in a set, by kind. */
export interface Simulated {
  clip: SimulatedClip;
  site: SimulatedSite;
}

/** Clips of one site: as many without a ship as a background takes, and a few passages. */
const SITE_CLIPS = { none: 20, big: 10, small: 10 };

/** Makes number `index` of a seed's set. */
export const simulators: { [Kind in keyof Simulated]: (seed: number, index: number) => Simulated[Kind] } = {
  clip: simulateStatistics,
  site: (seed, index) => simulateSite(`site/${seed}/${index}`, SITE_CLIPS),
};
