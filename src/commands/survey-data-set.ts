import { kindOfDataSet, readDataSet } from '../datasets/read-data-set.js';
import { type Split, type SplitRequest, splitRecordings } from '../datasets/split.js';
import { surveyDataSet } from '../datasets/survey.js';
import { progressBar } from './progress.js';

/**
 * Reads and compares a data set and splits it by vessel; what a person should know goes to stderr. Throws HullprintError
 * for a data set that cannot be read (65, 66).
 */
export async function splitByVessel(
  path: string,
  shares: Pick<SplitRequest, 'seed' | 'validation' | 'test'>,
): Promise<Split> {
  const labelled = await readDataSet(path, await kindOfDataSet(path));
  const bar = progressBar(labelled.recordings.length, 'recordings compared');
  const { recordings, leftOut } = await surveyDataSet(labelled, {
    hash: true,
    onProgress: (done) => bar.update(done),
  }).finally(() => bar.stop());
  for (const { subject, reason } of leftOut) console.error(`hullprint: ${subject} is left out: ${reason}`);
  const split = splitRecordings(recordings, { by: 'vessel', ...shares });
  for (const warning of split.warnings) console.error(`hullprint: ${warning}`);
  return split;
}
