import { Random } from '../simulator/random.js';
import type { FewShotRecording } from './few-shot-recordings.js';
import { SIZES } from './scores.js';

/** One few-shot task: of each size one query, and k recordings of support of other vessels. */
export type Episode<T> = { query: T; support: T[] }[];

type Drawn = Pick<FewShotRecording, 'recordingId' | 'site' | 'size' | 'vessel'>;

/** Up to this many sites every division in two is tried, beyond it as many drawn ones. */
const SITES_IN_ALL_WAYS = 10;

/** The recordings of each size that occurs, in the order big, small, none. */
function bySize<T extends Drawn>(recordings: readonly T[]): T[][] {
  return SIZES.map((size) => recordings.filter((recording) => recording.size === size)).filter(
    (own) => own.length > 0,
  );
}

/**
 * Draws episodes of `shots` recordings of support a size. The query's vessel is drawn first, every vessel as
 * likely, then one of its recordings; the support is spread over as many other vessels as there are. A vessel of
 * one episode's query is in none of its supports. With `disjointSites` support and query are also of different
 * sites, in another division of the sites each time. Null when some size has too few recordings for that. The
 * same recordings in whatever order and the same seed give the same episodes.
 */
export function drawEpisodes<T extends Drawn>(
  recordings: readonly T[],
  request: { shots: number; episodes: number; seed: number; disjointSites: boolean },
): Episode<T>[] | null {
  const { shots, episodes, seed, disjointSites } = request;
  const ordered = recordings.toSorted((a, b) =>
    a.recordingId < b.recordingId ? -1 : Number(a.recordingId > b.recordingId),
  );
  const random = new Random(`few-shot ${seed}/${shots}`);
  const sizes = bySize(ordered);
  const divisions = disjointSites ? siteDivisions(ordered, random) : [null];
  const choices = divisions
    .map((supportSites) => sizes.map((own) => queriesBeside(own, supportSites, shots)))
    .filter((bySizes) => bySizes.every((queries) => queries.size > 0));
  if (choices.length === 0) return null;
  return Array.from({ length: episodes }, () =>
    random.choice(choices).map((queries) => {
      const { own, others } = queries.get(random.choice([...queries.keys()]))!;
      return { query: random.choice(own), support: drawSupport(others, shots, random) };
    }),
  );
}

/** Vessels that can be asked for, with their own recordings and those of other vessels that may be support. */
function queriesBeside<T extends Drawn>(own: readonly T[], supportSites: Set<string> | null, shots: number) {
  const mayAsk = own.filter(({ site }) => !supportSites?.has(site));
  const maySupport = own.filter(({ site }) => supportSites?.has(site) ?? true);
  const queries = new Map<string, { own: T[]; others: T[] }>();
  for (const vessel of new Set(mayAsk.map((recording) => recording.vessel))) {
    const others = maySupport.filter((recording) => recording.vessel !== vessel);
    if (others.length >= shots)
      queries.set(vessel, { own: mayAsk.filter((recording) => recording.vessel === vessel), others });
  }
  return queries;
}

/** One recording of each vessel, in any order, then a second of each, until there are enough. */
function drawSupport<T extends Drawn>(candidates: readonly T[], shots: number, random: Random): T[] {
  const rest = [...candidates];
  const support: T[] = [];
  while (support.length < shots) {
    const taken = (vessel: string) => support.filter((recording) => recording.vessel === vessel).length;
    const fewest = Math.min(...rest.map(({ vessel }) => taken(vessel)));
    const vessels = [...new Set(rest.map(({ vessel }) => vessel))].filter(
      (vessel) => taken(vessel) === fewest,
    );
    const vessel = random.choice(vessels);
    const drawn = random.choice(rest.filter((recording) => recording.vessel === vessel));
    support.push(drawn);
    rest.splice(rest.indexOf(drawn), 1);
  }
  return support;
}

/** Sets of sites whose recordings are support, the others query. */
function siteDivisions(recordings: readonly Drawn[], random: Random): Set<string>[] {
  const sites = [...new Set(recordings.map(({ site }) => site))].sort();
  const all = 2 ** SITES_IN_ALL_WAYS;
  return sites.length <= SITES_IN_ALL_WAYS
    ? Array.from({ length: 2 ** sites.length }, (_, bits) => new Set(sites.filter((_, i) => (bits >> i) & 1)))
    : Array.from({ length: all }, () => new Set(sites.filter(() => random.chance(0.5))));
}
