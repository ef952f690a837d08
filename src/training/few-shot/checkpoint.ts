import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ExitCode, HullprintError } from '../../errors.js';
import { storedTensor } from '../stored-tensors.js';
import { fewShotOptions } from './training-options.js';

const FORMAT = 'hullprint few-shot checkpoint 1';

/** What was measured at one validation. */
const measurement = z.object({
  episode: z.int(),
  /** Mean training loss since the last one. */
  loss: z.number(),
  /** Share of wrong answers on the validation classes; null without such. */
  validationError: z.number().nullable(),
});

const checkpointSchema = z.object({
  /** Other layouts of this file have other numbers. */
  format: z.literal(FORMAT),
  options: fewShotOptions,
  height: z.int(),
  width: z.int(),
  /** The data that it learns from: another set must not go on where this one stopped. */
  data: z.string(),
  /** Episodes done. */
  episode: z.int(),
  history: z.array(measurement),
  /** Encoder, objective and optimiser as they are now. */
  state: z.array(storedTensor),
  /** The encoder's weights when it erred least on the validation classes; the last ones without such. */
  best: z.array(storedTensor),
});

export type Measurement = z.infer<typeof measurement>;
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Writes a checkpoint in place of the one before, which stays whole if the process dies meanwhile. */
export function writeCheckpoint(path: string, checkpoint: Omit<Checkpoint, 'format'>): void {
  const unfinished = `${path}.unfinished`;
  writeFileSync(unfinished, JSON.stringify({ format: FORMAT, ...checkpoint }));
  renameSync(unfinished, path);
}

/** Reads a checkpoint; null where there is none. Throws HullprintError (65) when the file is something else. */
export function readCheckpoint(path: string): Checkpoint | null {
  if (!existsSync(path)) return null;
  try {
    return checkpointSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new HullprintError({
      operation: 'resume training from',
      subject: path,
      reason: 'it is no few-shot checkpoint of this version',
      hint: 'Delete it to begin anew, or train into another folder',
      exitCode: ExitCode.data,
      cause,
    });
  }
}
