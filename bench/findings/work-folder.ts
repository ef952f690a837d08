import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ExitCode, HullprintError } from '../../src/errors.js';
import { type IeptJob, type Job, type MaeJob, type MutualJob, nameOf, type RecipeJob } from './jobs.js';
import { writeWhole } from './kept-file.js';
import type { MutualResult } from './mutual/job.js';
import type { RecipeResult } from './recipe/job.js';
import type { Settings } from './settings.js';
import type { IeptResult, MaeResult } from './work.js';

/** Keeps the settings with what is made by them. Throws HullprintError (65) where others made what lies there. */
export function keepSettings(folder: string, settings: Settings): void {
  const path = join(folder, 'settings.json');
  mkdirSync(folder, { recursive: true });
  const plain = JSON.parse(JSON.stringify(settings));
  if (!existsSync(path)) writeWhole(path, JSON.stringify(plain));
  if (!isDeepStrictEqual(JSON.parse(readFileSync(path, 'utf8')), plain)) {
    throw new HullprintError({
      operation: 'go on with the findings in',
      subject: folder,
      reason: 'it was begun with other settings',
      hint: 'Delete it, or name another folder with --work',
      exitCode: ExitCode.data,
    });
  }
}

type ResultOf<J extends Job> = J extends MaeJob
  ? MaeResult
  : J extends IeptJob
    ? IeptResult
    : J extends MutualJob
      ? MutualResult
      : J extends RecipeJob
        ? RecipeResult
        : never;

export const resultPath = (folder: string, job: Job): string => join(folder, `${nameOf(job)}.json`);

/** Reads what a job gave; null where it was not done. */
export function readResult<J extends Job>(
  folder: string,
  job: J,
): (ResultOf<J> & { device: string; commit: string }) | null {
  const path = resultPath(folder, job);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** Reads what jobs gave, in their order; null where one was not done. */
export function readAll<J extends Job>(
  folder: string,
  jobs: readonly J[],
): { job: J; result: ResultOf<J> }[] | null {
  const made = jobs.flatMap((job) => {
    const result = readResult(folder, job);
    return result ? [{ job, result }] : [];
  });
  return made.length === jobs.length ? made : null;
}

/** Keeps what a job gave, whole or not at all. */
export function writeResult(folder: string, job: Job, result: object): void {
  const path = resultPath(folder, job);
  writeWhole(path, JSON.stringify(result));
}
