import { Option } from 'commander';
import { checkSplit } from '../datasets/check-split.js';
import type { DataSet } from '../datasets/labelled-recording.js';
import { type DataSetKind, kindOfDataSet, readDataSet } from '../datasets/read-data-set.js';
import { type Split, type SplitRequest, splitRecordings } from '../datasets/split.js';
import { readSplit, type StoredSplit } from '../datasets/split-file.js';
import { type SurveyedRecording, surveyDataSet } from '../datasets/survey.js';
import { labelByLength, readLengths } from '../datasets/vessel-lengths.js';
import { ExitCode, HullprintError } from '../errors.js';
import { progressBar } from './progress.js';
import { refuseBadSplit } from './refuse-split.js';

/** What a training is told of its data set. */
export interface DataFlags {
  lengths?: string | undefined;
  split?: string | undefined;
}

/** `--lengths` */
export function lengthsOption(): Option {
  return new Option(
    '--lengths <file.csv>',
    'lengths from AIS, columns vessel and length_m: they go before the type',
  );
}

/** `--split` of a training; without it, it splits by vessel itself. */
export function splitFileOption(): Option {
  return new Option(
    '--split <split.json>',
    'train on this split of --data, as hullprint dataset --split … --out wrote it',
  );
}

/** Reads the labels of a data set, with the lengths of a table where one is given. Throws HullprintError (65, 66). */
export async function labelledDataSet(path: string, kind: DataSetKind, lengths?: string): Promise<DataSet> {
  const table = lengths === undefined ? new Map<string, number>() : await readLengths(lengths);
  return labelByLength(await readDataSet(path, kind), table);
}

/**
 * Reads and compares a data set and splits it, as the file of the flags tells or else by vessel; what a person should
 * know goes to stderr. Throws HullprintError (65, 66) for a data set or a split that cannot be read, and for a split
 * that is not of this data set, leaks, or has nothing to learn from or to stop by.
 */
export async function splitDataSet(
  path: string,
  flags: DataFlags,
  shares: Pick<SplitRequest, 'seed' | 'validation' | 'test'>,
): Promise<Split> {
  // What is wrong with a small file is told before the long listening.
  const stored = flags.split === undefined ? null : await readSplit(flags.split);
  if (stored) refuseEmptySide(flags.split!, stored);
  const labelled = await labelledDataSet(path, await kindOfDataSet(path), flags.lengths);
  const bar = progressBar(labelled.recordings.length, 'recordings compared');
  const { recordings, leftOut } = await surveyDataSet(labelled, {
    hash: true,
    onProgress: (done) => bar.update(done),
  }).finally(() => bar.stop());
  for (const { subject, reason } of leftOut) console.error(`hullprint: ${subject} is left out: ${reason}`);
  const split = stored
    ? asStored(flags.split!, stored, recordings)
    : splitRecordings(recordings, { by: 'vessel', ...shares });
  for (const warning of split.warnings) console.error(`hullprint: ${warning}`);
  return split;
}

/** A test side is judged by where there is one. */
function refuseEmptySide(path: string, { sides }: StoredSplit): void {
  const empty = (['training', 'validation'] as const).find((side) => sides[side].length === 0);
  if (!empty) return;
  throw new HullprintError({
    operation: 'train on split',
    subject: path,
    reason: `its ${empty} side is empty`,
    hint: 'Split again with hullprint dataset --split, and --validation above 0.',
    exitCode: ExitCode.data,
  });
}

/** The stored split, with the recordings as they are now, which are the same. */
function asStored(path: string, stored: StoredSplit, recordings: readonly SurveyedRecording[]): Split {
  const check = checkSplit(recordings, stored);
  refuseBadSplit(path, check);
  const now = new Map(recordings.map((recording) => [recording.recordingId, recording]));
  const side = (name: keyof StoredSplit['sides']) =>
    stored.sides[name].map(({ recordingId }) => now.get(recordingId)!);
  const { by, seed, validation, test, leftOut } = stored;
  const unknown = check.unknown.length;
  return {
    request: { by, seed, validation, test },
    sides: { training: side('training'), validation: side('validation'), test: side('test') },
    leftOut,
    warnings: unknown > 0 ? [`${path} does not know ${unknown} of the recordings: they are not used`] : [],
  };
}
