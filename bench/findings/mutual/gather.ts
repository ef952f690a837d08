import type { Comparison } from '../bootstrap.js';
import { rounded } from '../figures.js';
import { mutualJobs } from '../jobs.js';
import type { MutualFindings } from '../results.js';
import type { Settings } from '../settings.js';
import type { Folders } from '../subjects.js';
import { readAll } from '../work-folder.js';
import { poolEvents } from './events-table.js';
import { poolPassages } from './passages-table.js';

/** Gathers both uses over the seeds; null where a job is missing. */
export function gatherMutual(settings: Settings, { work }: Folders): MutualFindings | null {
  const results = readAll(work, mutualJobs(settings))?.map(({ result }) => result);
  if (!results) return null;
  const { ways, ...events } = poolEvents(results.map(({ events }) => events));
  return {
    seeds: [...settings.mutual.seeds],
    passages: poolPassages(results.map(({ passages }) => passages)).map(({ ways, ...cell }) => ({
      ...cell,
      ways: ways.map(roundedWay),
    })),
    events: {
      ...events,
      ways: ways.map((way) => ({
        ...roundedWay(way),
        precision: rounded(way.precision),
        recall: rounded(way.recall),
      })),
    },
  };
}

function roundedWay<Way extends string>({ way, estimate, difference }: Comparison<Way>) {
  return { way, estimate: rounded(estimate), difference: difference && rounded(difference) };
}
