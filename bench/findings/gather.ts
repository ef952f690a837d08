import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatherIept } from './iept/gather.js';
import { jobsOf, maeJobs, nameOf } from './jobs.js';
import { drawAccuracy } from './mae/accuracy-picture.js';
import { gatherMae } from './mae/gather.js';
import { gatherMutual } from './mutual/gather.js';
import { findingsPage } from './page.js';
import { gatherRecipe } from './recipe/gather.js';
import { type Results, resultsSchema } from './results.js';
import type { Field, Settings } from './settings.js';
import type { Folders } from './subjects.js';
import { readResult } from './work-folder.js';

/** Gathers what has been made; a section of which a job is missing is left empty. */
export async function gather(settings: Settings, folders: Folders): Promise<Results> {
  const made = jobsOf(settings).flatMap((job) => readResult(folders.work, job) ?? []);
  const distinct = (values: readonly string[]) => [...new Set(values)];
  const bothRuns = async (field: Field) => {
    if (field === 'characters' && !folders.omniglot) return null;
    const first = await gatherMae(field, 'first', settings, folders);
    const second = await gatherMae(field, 'second', settings, folders);
    return first && second && { first, second };
  };
  const ieptOf = async (field: Field, sets: readonly (0 | 1)[]) => {
    if (field === 'characters' && !folders.omniglot) return [];
    const all = [];
    for (const set of sets) all.push(await gatherIept(field, set, settings, folders));
    return all.filter((one) => one !== null);
  };
  return resultsSchema.parse({
    commits: distinct(made.map(({ commit }) => commit)),
    devices: distinct(made.map(({ device }) => device)),
    settings,
    mae: { ships: await bothRuns('ships'), characters: await bothRuns('characters') },
    iept: { characters: await ieptOf('characters', [0, 1]), ships: await ieptOf('ships', [0]) },
    mutual: gatherMutual(settings, folders),
    recipe: await gatherRecipe(settings, folders),
  });
}

/** Where the results, the page and its pictures go. */
export interface Destination {
  results: string;
  page: string;
  pictures: string;
}

/** Writes the results, the page and its pictures. */
export function publish(results: Results, settings: Settings, { work }: Folders, to: Destination): void {
  mkdirSync(to.pictures, { recursive: true });
  writeFileSync(to.results, compact(results));
  writeFileSync(to.page, findingsPage(results));
  for (const field of ['ships', 'characters'] as const) {
    const runs = results.mae[field];
    if (!runs) continue;
    const title = `Few-shot accuracy of ${field}, 95 % over ${field === 'ships' ? 'vessels' : 'characters'}`;
    writeFileSync(join(to.pictures, `findings-mae-${field}.png`), drawAccuracy(runs, title));
    const job = maeJobs(field, settings).find(({ run, arm }) => run === 'first' && arm === 'mae')!;
    copyFileSync(join(work, `${nameOf(job)}.png`), join(to.pictures, `findings-reconstruction-${field}.png`));
  }
}

/** JSON with what holds no objects on one line, so that a changed figure shows as one line. */
function compact(results: Results): string {
  const flat = /\{[^{}[\]]*\}|\[[^{}[\]]*\]|\{[^{}[\]]*(?:\[[^{}[\]]*\][^{}[\]]*)+\}/g;
  return `${JSON.stringify(results, null, 1).replace(flat, (piece) => piece.replace(/\n\s*/g, ' '))}\n`;
}
