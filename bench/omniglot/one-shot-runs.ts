import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImageExample, readImage } from '../../src/training/few-shot/image-set.js';
import { embedExamples, nearestSupport } from '../../src/training/few-shot/one-shot.js';
import type { PatchEncoder } from '../../src/training/few-shot/patch-encoder.js';
import type { PatchSet } from '../../src/training/few-shot/patch-set.js';

/** One of the published tasks: twenty drawings, each of one of twenty characters that are known by one drawing. */
export interface OneShotRun {
  queries: ImageExample[];
  supports: ImageExample[];
  /** For each query the index of its support. */
  answers: number[];
}

/** Reads the runs that lie in `folder`, each told by its class_labels.txt. */
export async function readOneShotRuns(folder: string, size: number): Promise<OneShotRun[]> {
  const names = readdirSync(folder)
    .filter((name) => /^run\d+$/.test(name))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const lines = readFileSync(join(folder, name, 'class_labels.txt'), 'utf8')
        .trim()
        .split('\n');
      const pairs = lines.map((line) => line.trim().split(/\s+/) as [string, string]);
      const supports = [...new Set(pairs.map(([, support]) => support))].sort();
      const read = (files: string[]) => Promise.all(files.map((file) => readImage(join(folder, file), size)));
      return {
        queries: await read(pairs.map(([query]) => query)),
        supports: await read(supports),
        answers: pairs.map(([, support]) => supports.indexOf(support)),
      };
    }),
  );
}

/** Gives the share of wrong answers over all runs; each query is answered by itself. */
export async function oneShotRunsError(
  encoder: PatchEncoder,
  set: PatchSet<ImageExample>,
  runs: readonly OneShotRun[],
  views: number,
): Promise<number> {
  let wrong = 0;
  for (const { queries, supports, answers } of runs) {
    const [query, support] = [
      await embedExamples(encoder, set, queries, views, 'views'),
      await embedExamples(encoder, set, supports, views, 'views'),
    ];
    const given = nearestSupport(query, support, encoder.embeddingLength);
    wrong += given.filter((answer, index) => answer !== answers[index]).length;
  }
  return wrong / runs.reduce((sum, { queries }) => sum + queries.length, 0);
}
