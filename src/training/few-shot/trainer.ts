import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ExitCode, HullprintError } from '../../errors.js';
import { storeTensors } from '../stored-tensors.js';
import { type Checkpoint, type Measurement, readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { fewShotCurves } from './few-shot-curves.js';
import { kindError } from './kind-error.js';
import { oneShotError } from './one-shot.js';
import type { PatchEncoder } from './patch-encoder.js';
import type { PatchSet } from './patch-set.js';
import type { FewShotOptions } from './training-options.js';
import { TrainingRun } from './training-run.js';

export interface FewShotTraining<Example> {
  options: FewShotOptions;
  /** Names the data, so that a checkpoint is not gone on from with other data. */
  data: string;
  training: PatchSet<Example>;
  /** Classes apart from all that is learnt from; with no domains nothing is validated and nothing stops early. */
  validation: PatchSet<Example>;
  /** Gets `checkpoint.json`, which is gone on from when it is there, and `curves.png`. */
  folder: string;
  onProgress?: (episode: number) => void;
}

export interface TrainedEncoder {
  /** With the weights that erred least on the validation classes; the last ones without such. */
  encoder: PatchEncoder;
  history: Measurement[];
}

/**
 * Trains an encoder episode by episode on the tfjs backend that is set. A training that was killed goes on from
 * its last checkpoint and gives what it would have given. Throws HullprintError (65) when the checkpoint is of
 * other options or data.
 */
export async function trainFewShot<Example>(task: FewShotTraining<Example>): Promise<TrainedEncoder> {
  const { options, training, validation } = task;
  const { validateEvery, episodes } = options;
  const path = join(task.folder, 'checkpoint.json');
  mkdirSync(task.folder, { recursive: true });
  const identity = { options, data: task.data };
  const earlier = readCheckpoint(path);
  if (earlier) refuseOther(path, earlier, identity);

  const run = new TrainingRun(options, training);
  if (earlier) run.restore(earlier.state);
  const history = earlier?.history ?? [];
  let best = earlier?.best ?? [];
  for (let done = earlier?.episode ?? 0; done < episodes && !isStale(history, options); ) {
    const until = Math.min(episodes, (Math.floor(done / validateEvery) + 1) * validateEvery);
    let lossSum = 0;
    for (let episode = done + 1; episode <= until; episode++) {
      lossSum += await run.step(training, episode);
      task.onProgress?.(episode);
    }
    const loss = lossSum / (until - done);
    done = until;
    const hasValidation = validation.domains.length > 0;
    const validationError = hasValidation ? await errorOn(run.encoder, validation, options) : null;
    history.push({ episode: done, loss, validationError });
    const since = sinceTold(history, options);
    if (since.length === 0 || bestOf(since) === history.at(-1))
      best = await storeTensors(run.encoder.weights);
    const { height, width } = training;
    const state = await run.state();
    writeCheckpoint(path, { ...identity, height, width, episode: done, history, state, best });
    writeFileSync(join(task.folder, 'curves.png'), fewShotCurves(history, options));
  }
  return { encoder: run.finish(best), history };
}

/** Of naming the kind where that is learnt too, else of telling classes apart by one example each. */
function errorOn<Example>(
  encoder: PatchEncoder,
  validation: PatchSet<Example>,
  { ways, kindWeight }: FewShotOptions,
): Promise<number> {
  return validation.kinds && kindWeight > 0
    ? kindError(encoder, validation)
    : oneShotError(encoder, validation, ways);
}

/** The measurements since classes are told apart, by which an encoder is chosen. */
function sinceTold(history: readonly Measurement[], { supervisedEpisodes = 0 }: FewShotOptions) {
  return history.filter(({ episode }) => episode > supervisedEpisodes);
}

/** The measurement with the least validation error, the first of equals; the last one without validation. */
function bestOf(history: readonly Measurement[]): Measurement {
  return history.reduce((best, next) =>
    next.validationError === null || next.validationError < best.validationError! ? next : best,
  );
}

function isStale(history: readonly Measurement[], options: FewShotOptions): boolean {
  const since = sinceTold(history, options);
  return since.length > 0 && since.length - 1 - since.indexOf(bestOf(since)) >= options.patience;
}

function refuseOther(
  path: string,
  earlier: Checkpoint,
  identity: Pick<Checkpoint, 'options' | 'data'>,
): void {
  // What was read has no absent options, and another order.
  const plain = JSON.parse(JSON.stringify(identity)) as typeof identity;
  const differs = (['data', 'options'] as const).find(
    (part) => !isDeepStrictEqual(earlier[part], plain[part]),
  );
  if (!differs) return;
  throw new HullprintError({
    operation: 'resume training from',
    subject: path,
    reason: `it was begun with other ${differs}`,
    hint: 'Delete it to begin anew, or train into another folder',
    exitCode: ExitCode.data,
  });
}
