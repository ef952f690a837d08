import type { Comparison } from '../bootstrap.js';
import { rounded } from '../mae/gather.js';
import type { MutualFindings } from '../results.js';
import type { Settings } from '../settings.js';
import type { Places } from '../subjects.js';
import { readResult } from '../work-folder.js';
import { poolEvents } from './events-table.js';
import type { MutualResult } from './job.js';
import { poolPassages } from './passages-table.js';

/** Gathers both uses over the seeds; null where a job is missing. */
export function gatherMutual({ mutual: { seeds } }: Settings, { work }: Places): MutualFindings | null {
  const made = seeds.map((seed) => readResult(work, { study: 'mutual', field: 'ships', seed }));
  if (made.includes(null)) return null;
  const results = made as MutualResult[];
  const { ways, ...events } = poolEvents(results.map(({ events }) => events));
  return {
    seeds: [...seeds],
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
