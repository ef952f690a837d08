import type { Random } from '../../../src/simulator/random.js';
import type { FleetRecording } from './base-encoder.js';

/** The classes of an episode, by number. */
export const CLASSES = ['big', 'small'] as const;

/** How the query recordings are spread over the classes. */
export type QueryMix = 'balanced' | 'skewed';
export const QUERY_MIXES: readonly QueryMix[] = ['balanced', 'skewed'];
/** Of the frequent class in a skewed query. */
const FREQUENT_SHARE = 0.9;

/** Numbers of recordings; the class is that of the recording. */
export interface PassageEpisode {
  support: number[];
  query: number[];
  /** Class that most of the query is of; null for a balanced one. */
  frequent: number | null;
}

export interface EpisodeRequest {
  mix: QueryMix;
  /** Support recordings of each class, each of another vessel where there are enough. */
  shots: number;
  queries: number;
  /** Number of the episode: the frequent class takes turns. */
  number: number;
}

/** Draws an episode: no vessel is in both support and query, and each recording of the query is of another vessel. */
export function drawPassageEpisode(
  recordings: readonly FleetRecording[],
  { mix, shots, queries, number }: EpisodeRequest,
  random: Random,
): PassageEpisode {
  const frequent = mix === 'balanced' ? null : number % CLASSES.length;
  const support: number[] = [];
  const query: number[] = [];
  for (const [k, size] of CLASSES.entries()) {
    const share = frequent === null ? 0.5 : frequent === k ? FREQUENT_SHARE : 1 - FREQUENT_SHARE;
    const drawn = drawVessels(recordings, size, shots + Math.round(queries * share), random);
    support.push(...drawn.slice(0, shots));
    query.push(...drawn.slice(shots));
  }
  return { support, query, frequent };
}

/** One recording each of so many vessels. */
function drawVessels(
  recordings: readonly FleetRecording[],
  size: string,
  count: number,
  random: Random,
): number[] {
  const byVessel = new Map<string, number[]>();
  for (const [i, recording] of recordings.entries()) {
    if (recording.size !== size) continue;
    byVessel.set(recording.vessel, [...(byVessel.get(recording.vessel) ?? []), i]);
  }
  if (byVessel.size < count)
    throw new RangeError(`${count} ${size} vessels are asked for, there are ${byVessel.size}`);
  const vessels = [...byVessel.values()];
  return Array.from({ length: count }, () => {
    const [own] = vessels.splice(random.integer(0, vessels.length - 1), 1);
    return random.choice(own!);
  });
}
