import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Run, runSchema } from './run.js';
import { runsOf, STUDIES, type StudyName } from './studies.js';

/** The runs of each study, in their order; none where it was not made. */
export type Results = Record<StudyName, Run[]>;
export const resultsSchema: z.ZodType<Results> = z.strictObject({
  short: z.array(runSchema),
  long: z.array(runSchema),
});

/** Where a run is kept. */
export function runPath(folder: string, study: StudyName, frontEnd: string, seed: number): string {
  return join(folder, `${study}-${frontEnd}-${seed}.json`);
}

/** Gathers the runs of both studies; a study of which one is missing is left empty. Null without the short one. */
export function gatherResults(folder: string): Results | null {
  const read = (study: StudyName) => {
    const runs = runsOf(study).map(({ frontEnd, seed }) =>
      readRun(runPath(folder, study, frontEnd, seed), study),
    );
    return runs.filter((run) => run !== null).length === runs.length ? (runs as Run[]) : [];
  };
  const results = { short: read('short'), long: read('long') };
  return results.short.length > 0 ? results : null;
}

/** Reads a run; null where there is none or it is of another protocol. */
export function readRun(path: string, study: StudyName): Run | null {
  if (!existsSync(path)) return null;
  const run = runSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return isDeepStrictEqual(run.protocol, STUDIES[study].protocol) ? run : null;
}

/** One line a run, so that a new run shows as one line. */
export function formatResults(results: Results): string {
  const studies = Object.entries(results).map(
    ([study, runs]) => `  "${study}": [\n${runs.map((run) => `    ${JSON.stringify(run)}`).join(',\n')}\n  ]`,
  );
  return `{\n${studies.join(',\n')}\n}\n`;
}
