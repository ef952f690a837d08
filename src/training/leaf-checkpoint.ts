import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';
import { leafTrainingOptions } from './leaf-options.js';
import { storedTensor } from './stored-tensors.js';

const epochSchema = z.strictObject({
  /** From 1. */
  epoch: z.int(),
  trainingLoss: z.number(),
  validationLoss: z.number(),
  /** Of the recordings of the validation vessels. */
  balancedAccuracy: z.number(),
});

const checkpointSchema = z.strictObject({
  format: z.literal('hullprint LEAF training 1'),
  options: leafTrainingOptions,
  /** Recordings of each side, as `recording_id (vessel, size)`. */
  split: z.strictObject({ training: z.array(z.string()), validation: z.array(z.string()) }),
  history: z.array(epochSchema),
  /** Network and optimiser after the last epoch. */
  weights: z.array(storedTensor),
  optimiser: z.array(storedTensor),
  /** The network after the epoch with the lowest loss on the validation vessels. */
  bestWeights: z.array(storedTensor),
});

export type LeafEpoch = z.infer<typeof epochSchema>;
export type LeafCheckpoint = z.infer<typeof checkpointSchema>;

/** Writes a checkpoint in place of the one before, which stays whole if the process dies meanwhile. */
export async function writeCheckpoint(path: string, checkpoint: LeafCheckpoint): Promise<void> {
  await writeFile(`${path}.unfinished`, JSON.stringify(checkpoint));
  await rename(`${path}.unfinished`, path);
}

/**
 * Reads the checkpoint that this training has to go on from; null when there is none. Throws HullprintError (65) when
 * the file is something else, or was begun with other options (the number of epochs and the patience apart) or
 * recordings.
 */
export async function readCheckpoint(
  path: string,
  { options, split }: Pick<LeafCheckpoint, 'options' | 'split'>,
): Promise<LeafCheckpoint | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw cannotResume(path, error.message, error);
  });
  if (text === null) return null;
  const checkpoint = parse(path, text);
  const { epochs, patience } = options;
  if (JSON.stringify({ ...checkpoint.options, epochs, patience }) !== JSON.stringify(options)) {
    throw cannotResume(path, 'it was begun with other options');
  }
  if (JSON.stringify(checkpoint.split) !== JSON.stringify(split)) {
    throw cannotResume(path, 'it was begun with other recordings');
  }
  return checkpoint;
}

function parse(path: string, text: string): LeafCheckpoint {
  try {
    return checkpointSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw cannotResume(path, 'it is no checkpoint of LEAF that this version knows', cause);
  }
}

function cannotResume(path: string, reason: string, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'resume training from',
    subject: path,
    reason,
    hint: 'Delete it to begin anew, or train into another folder.',
    exitCode: ExitCode.data,
    cause,
  });
}
