import type { FeatureWindow } from '../../src/features/frames.js';
import { FLAT_RESPONSE, flattenWindow, type RecorderResponse } from '../../src/features/recorder-response.js';
import { STATISTIC_NAMES } from '../../src/features/statistics.js';
import type { Model } from '../../src/model.js';
import type { Size } from '../../src/prototypes/assessment.js';
import { appliedResponse } from '../../src/site/applied-response.js';
import { estimateRecorder } from '../../src/site/recorder-estimate.js';
import type { RecorderPrior } from '../../src/site/recorder-prior.js';
import { siteFeatures } from '../../src/site/site-features.js';
import type { HeardSite, SimulatedSite } from '../../src/training/simulated-site.js';

/** A site as windows, for judges that read more than statistics. */
export type WindowedSite = HeardSite<FeatureWindow>;

/** Clips of a site that are heard before; the scores are over all passages, and clips that were not heard. */
export const BACKGROUND_CLIPS = 20;

/** What a site tells of its recorder: so many passages of each size, and background. */
export interface Heard {
  name: string;
  big: number;
  small: number;
  clips: number;
}

export interface SiteScore {
  tiltDbPerDecade: number;
  /** Balanced accuracy of big and small, given a ship. */
  size: number;
  /** The worse of the two. */
  worse: number;
  /** Balanced accuracy of ship and none. */
  presence: number;
}

const modulationAt = STATISTIC_NAMES.flatMap((name, i) => (name.startsWith('demon') ? [i] : []));

/** Its statistics alone, as priors are fitted on. */
export function statisticsAlone({ clips, tiltDbPerDecade }: WindowedSite): SimulatedSite {
  const alone = (windows: readonly FeatureWindow[]) => windows.map(({ statistics }) => statistics);
  return {
    tiltDbPerDecade,
    clips: { none: alone(clips.none), big: alone(clips.big), small: alone(clips.small) },
  };
}

/** The same site whose ships show no amplitude modulation in three of five passages: theirs is the sea's instead. */
export function withWeakModulation({ clips, tiltDbPerDecade }: WindowedSite, site: number): WindowedSite {
  const weaken = (passages: FeatureWindow[], kind: number) =>
    passages.map((window, i) => {
      if ((7 * i + kind + 3 * site) % 5 >= 3) return window;
      const sea = clips.none[(11 * i + kind) % clips.none.length];
      const statistics = window.statistics.slice();
      for (const place of modulationAt) statistics[place] = sea.statistics[place];
      return { ...window, statistics };
    });
  return {
    tiltDbPerDecade,
    clips: { none: clips.none, big: weaken(clips.big, 0), small: weaken(clips.small, 1) },
  };
}

/** What is taken off a site's recorder after so much was heard of it. */
export function learnt(prior: RecorderPrior, { clips }: WindowedSite, heard: Heard): RecorderResponse {
  const passages = [...clips.big.slice(0, heard.big), ...clips.small.slice(0, heard.small)];
  const estimate = estimateRecorder(prior, {
    clips: clips.none.slice(0, heard.clips).map(({ statistics }) => siteFeatures(statistics)),
    passages: passages.map(({ statistics }) => ({ features: siteFeatures(statistics), weight: 1 })),
  });
  return appliedResponse(estimate);
}

/** The same site through a recorder that tilts by so much more, dB a decade. */
export function tiltedBy({ clips, tiltDbPerDecade }: WindowedSite, tilt: number): WindowedSite {
  const through = (windows: readonly FeatureWindow[]) =>
    windows.map((window) => flattenWindow(window, { tiltDbPerDecade: -tilt, lowCutHz: null }, 'log'));
  return {
    tiltDbPerDecade: tiltDbPerDecade + tilt,
    clips: { none: through(clips.none), big: through(clips.big), small: through(clips.small) },
  };
}

/** What is taken off after so many ships of each size were enrolled there. */
export function taught(prior: RecorderPrior, { clips }: WindowedSite, ships: number): RecorderResponse {
  const known = (['big', 'small'] as const).flatMap((size) =>
    clips[size].slice(0, ships).map(({ statistics }) => ({ size, features: siteFeatures(statistics) })),
  );
  return appliedResponse(estimateRecorder(prior, { clips: [], passages: [], known }));
}

export async function scoreSite(
  { encoder, judge }: Model,
  { clips, tiltDbPerDecade }: WindowedSite,
  response: RecorderResponse = FLAT_RESPONSE,
): Promise<SiteScore> {
  const judged = async (windows: readonly FeatureWindow[]) => {
    const flat = windows.map((window) => flattenWindow(window, response, 'log'));
    return (await encoder.embed(flat)).map((embedding) => judge.assess(embedding).probability);
  };
  const [big, small, none] = [
    await judged(clips.big),
    await judged(clips.small),
    await judged(clips.none.slice(BACKGROUND_CLIPS)),
  ];
  const share = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length;
  const bigs = share(big, (p) => p.big > p.small);
  const smalls = share(small, (p) => p.small > p.big);
  const isShip = (p: Record<Size, number>) => p.none < 0.5;
  const ships = share([...big, ...small], isShip);
  return {
    tiltDbPerDecade,
    size: (bigs + smalls) / 2,
    worse: Math.min(bigs, smalls),
    presence: (ships + 1 - share(none, isShip)) / 2,
  };
}

/** A recorder with so little tilt is innocent; it is harmed when its site loses more than this. */
const INNOCENT_DB_PER_DECADE = 2;
const HARM = 0.05;

/** Share of innocent sites that lose more than five points of balanced accuracy. */
export function harmed(before: readonly SiteScore[], after: readonly SiteScore[]): number {
  const innocent = before.flatMap(({ tiltDbPerDecade }, i) =>
    Math.abs(tiltDbPerDecade) < INNOCENT_DB_PER_DECADE ? [i] : [],
  );
  return innocent.filter((i) => before[i].size - after[i].size > HARM).length / innocent.length;
}
