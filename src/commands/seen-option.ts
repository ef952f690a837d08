import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { type LearntRecording, type LearntSides, learntFrom } from '../datasets/learnt-from.js';
import { readSplit } from '../datasets/split-file.js';
import { type SurveyedRecording, surveyDataSet } from '../datasets/survey.js';
import { resolveModel } from '../embedding/resolve-model.js';
import { ExitCode, HullprintError } from '../errors.js';
import { progressBar } from './progress.js';

const WAYS = ['refuse', 'leave-out', 'score'] as const;

/** What to do with recordings of which the model has learnt. */
export type SeenWay = (typeof WAYS)[number];

/** `--seen` of `hullprint evaluate`. */
export function seenOption(): Option {
  return new Option(
    '--seen <way>',
    'recordings, or others of a vessel, that the model learnt from (its split.json tells): refuse them, leave them out, or score them all the same',
  )
    .choices(WAYS)
    .default('refuse');
}

/**
 * The recordings of an index that may be scored with a model. Only a model that keeps its split has something to
 * compare. Throws HullprintError (65) where the model learnt from some and `way` refuses it, or from all.
 */
export async function unseen(
  recordings: LabelledRecording[],
  index: string,
  model: string,
  way: SeenWay,
): Promise<LabelledRecording[]> {
  const path = join(resolveModel(model), 'split.json');
  if (way === 'score' || !existsSync(path)) return recordings;
  const split = await readSplit(path);
  if (way === 'refuse') {
    await refuseSeen(recordings, split, {
      subject: index,
      hint: `A score on what ${model} has learnt tells nothing of other ships: --seen leave-out scores the others, --seen score all.`,
    });
    return recordings;
  }
  const learnt = learntFrom(await hashed(recordings), split);
  const ids = new Set(learnt.map(({ recording }) => recording.recordingId));
  const left = recordings.filter(({ recordingId }) => !ids.has(recordingId));
  if (left.length === 0) {
    throw seen(learnt, recordings.length, { subject: index, hint: 'Give recordings of other vessels.' });
  }
  if (ids.size > 0) {
    console.error(
      `hullprint: ${ids.size} of ${recordings.length} recordings are left out: ${model} learnt from them or from their vessels`,
    );
  }
  return left;
}

/** Where a person looks, and what to do. */
type Refusal = Pick<HullprintError, 'subject' | 'hint'>;

/** Throws HullprintError (65) when a training on the split met a recording, its vessel or its samples. */
export async function refuseSeen(
  recordings: LabelledRecording[],
  split: LearntSides,
  refusal: Refusal,
): Promise<void> {
  // Names are compared at once; the samples, which takes decoding them all, only where no name tells.
  const byName = learntFrom(
    recordings.map((recording) => ({ ...recording, audio: [] })),
    split,
  );
  const learnt = byName.length > 0 ? byName : learntFrom(await hashed(recordings), split);
  if (learnt.length > 0) throw seen(learnt, recordings.length, refusal);
}

async function hashed(recordings: LabelledRecording[]): Promise<SurveyedRecording[]> {
  const bar = progressBar(recordings.length, 'recordings compared');
  const onProgress = (done: number) => bar.update(done);
  const survey = surveyDataSet({ recordings, leftOut: [] }, { hash: true, onProgress });
  return (await survey.finally(() => bar.stop())).recordings;
}

function seen(
  learnt: readonly LearntRecording<LabelledRecording>[],
  of: number,
  { subject, hint }: Refusal,
): HullprintError {
  const { kind, name, sides } = learnt[0]!.leak;
  return new HullprintError({
    operation: 'score',
    subject,
    reason: `the model knows ${learnt.length} of its ${of} recordings, first ${kind} ${name}, from its ${sides[0]} side`,
    hint,
    exitCode: ExitCode.data,
  });
}
