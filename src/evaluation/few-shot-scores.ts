import { ExitCode, HullprintError } from '../errors.js';
import type { Size } from '../prototypes/assessment.js';
import { drawEpisodes, type Episode } from './few-shot-episodes.js';
import type { FewShotRecording } from './few-shot-recordings.js';
import type { ScoredOutcome } from './outcome.js';
import { balancedAccuracy, SIZES } from './scores.js';
import { vesselBootstrapInterval } from './vessel-bootstrap.js';

/** Recordings of support for each size, in turn. */
export const SHOTS: readonly number[] = [1, 3, 5, 10];

/** What one way of embedding reaches; chance is 1 over the number of sizes. */
export interface FewShotScore {
  balancedAccuracy: number;
  /** 95 %, bootstrapped over the vessels asked for; null where a size has too few. */
  interval: [number, number] | null;
}

export interface ShotReport {
  shots: number;
  /** `shared`: no division of the sites leaves enough on both sides, or there is only one site. */
  sites: 'disjoint' | 'shared';
  model: FewShotScore;
  baseline: FewShotScore | null;
}

export interface FewShotReport {
  episodes: number;
  seed: number;
  sites: string[];
  sizes: { size: Size; recordings: number; vessels: number }[];
  shots: ShotReport[];
  /** Not evaluated, for some size has too few recordings of other vessels than the query's. */
  leftOut: number[];
  /** Heard as two sizes, so in no episode. */
  contradictory: string[];
}

export interface FewShotRequest {
  episodes: number;
  seed: number;
  baseline: boolean;
}

/**
 * Scores few-shot episodes of 1, 3, 5 and 10 recordings of support. Throws HullprintError (65) when there are
 * fewer than two sizes, or too few recordings for a single support.
 */
export function scoreFewShot(all: readonly FewShotRecording[], request: FewShotRequest): FewShotReport {
  const { episodes, seed } = request;
  const contradictory = vesselsOfTwoSizes(all);
  const recordings = all.filter(({ vessel }) => !contradictory.includes(vessel));
  const sizes = SIZES.map((size) => {
    const own = recordings.filter((recording) => recording.size === size);
    return { size, recordings: own.length, vessels: new Set(own.map(({ vessel }) => vessel)).size };
  }).filter((count) => count.recordings > 0);
  const sites = [...new Set(recordings.map(({ site }) => site))].sort();
  const shots = SHOTS.flatMap((count) => scoreShots(recordings, count, sites.length > 1, request) ?? []);
  if (sizes.length < 2 || shots.length === 0) throw tooFew(sizes);
  const leftOut = SHOTS.filter((count) => !shots.some((report) => report.shots === count));
  return { episodes, seed, sites, sizes, shots, leftOut, contradictory };
}

function scoreShots(
  recordings: readonly FewShotRecording[],
  shots: number,
  severalSites: boolean,
  { episodes, seed, baseline }: FewShotRequest,
): ShotReport | null {
  const draw = (disjointSites: boolean) => drawEpisodes(recordings, { shots, episodes, seed, disjointSites });
  const apart = severalSites ? draw(true) : null;
  const drawn = apart ?? draw(false);
  if (!drawn) return null;
  return {
    shots,
    sites: apart ? 'disjoint' : 'shared',
    model: scoreEpisodes(drawn, ({ embedding }) => embedding),
    baseline: baseline ? scoreEpisodes(drawn, ({ plain }) => plain) : null,
  };
}

/** Answers each query with the size of the nearest prototype, the mean of its support (Snell et al. 2017). */
export function scoreEpisodes(
  episodes: readonly Episode<FewShotRecording>[],
  embed: (recording: FewShotRecording) => Float64Array,
): FewShotScore {
  const outcomes = episodes.flatMap((episode): ScoredOutcome[] => {
    const prototypes = episode.map(({ query, support }) => ({
      size: query.size,
      centre: meanOf(support.map(embed)),
    }));
    return episode.map(({ query }) => {
      const distances = prototypes.map(({ centre }) => squaredDistance(centre, embed(query)));
      const verdict = prototypes[distances.indexOf(Math.min(...distances))].size;
      const { recordingId, site, size, vessel } = query;
      return { recordingId, source: site, size, vessel, verdict };
    });
  });
  return { balancedAccuracy: balancedAccuracy(outcomes), interval: vesselBootstrapInterval(outcomes) };
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  return rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

function vesselsOfTwoSizes(recordings: readonly FewShotRecording[]): string[] {
  const sizeOf = new Map<string, Size>();
  const two = new Set<string>();
  for (const { vessel, size } of recordings) {
    if ((sizeOf.get(vessel) ?? size) !== size) two.add(vessel);
    sizeOf.set(vessel, size);
  }
  return [...two].sort();
}

function tooFew(sizes: FewShotReport['sizes']): HullprintError {
  const counts = sizes.map(({ size, recordings, vessels }) => `${size} ${recordings} of ${vessels} vessels`);
  return new HullprintError({
    operation: 'draw few-shot episodes from',
    subject: 'this index',
    reason: `it has too few recordings to learn from (${counts.join(', ') || 'none that is big, small or none'})`,
    hint: 'It takes two sizes, each with recordings of two vessels or more.',
    exitCode: ExitCode.data,
  });
}
