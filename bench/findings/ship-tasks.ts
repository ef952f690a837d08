import { drawEpisodes } from '../../src/evaluation/few-shot-episodes.js';
import type { Task } from './subject.js';

/** What tasks are drawn by: sizes are the classes, and no vessel is in both support and query. */
type DrawnShip = Parameters<typeof drawEpisodes>[0][number];

export interface TaskRequest {
  shots: readonly number[];
  /** For each number of shots. */
  tasks: number;
  seed: number;
  /** Whether support and query are also of different sites. */
  disjointSites: boolean;
}

/** Draws few-shot tasks among recordings, by the number of support recordings of a size. */
export function shipTasks(
  recordings: readonly DrawnShip[],
  { shots, tasks, seed, disjointSites }: TaskRequest,
): Record<number, Task[]> {
  const placed = recordings.map((recording, place) => ({ ...recording, place }));
  const drawn = shots.map((k) => {
    const episodes = drawEpisodes(placed, { shots: k, episodes: tasks, seed, disjointSites });
    if (!episodes) throw new RangeError(`${placed.length} recordings are too few for ${k} of support`);
    return [k, episodes.map((episode) => episode.map(placesOf))] as const;
  });
  return Object.fromEntries(drawn);
}

function placesOf(one: { query: { place: number }; support: readonly { place: number }[] }): Task[number] {
  return { query: one.query.place, support: one.support.map(({ place }) => place) };
}
