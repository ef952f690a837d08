import { z } from 'zod';
import { LEAF_INITIALISATIONS } from '../features/leaf-parameters.js';

export const LEAF_HEADS = ['convolution', 'linear'] as const;

/** Everything that decides what a training of LEAF gives, beside its recordings; saved in the checkpoint. */
export const leafTrainingOptions = z.strictObject({
  /** Of the split, the weights and the batches. */
  seed: z.int().nonnegative(),
  /** `convolution`: two layers over time and filters. `linear`: one over the mean of each filter. */
  head: z.enum(LEAF_HEADS),
  filters: z.int().positive(),
  initialisation: z.enum(LEAF_INITIALISATIONS),
  clipSeconds: z.number().positive(),
  /** At most so many, evenly spread over the recording. */
  clipsPerRecording: z.int().positive(),
  /** Clips of one step, half of them big and half small. */
  batchClips: z.int().positive().multipleOf(2),
  stepsPerEpoch: z.int().positive(),
  /** At most. */
  epochs: z.int().positive(),
  /** Epochs without a lower loss on the validation vessels after which it stops. */
  patience: z.int().positive(),
  learningRate: z.number().positive(),
  /** Of the vessels of each size. */
  validationShare: z.number().gt(0).lt(1),
});

export type LeafTrainingOptions = z.infer<typeof leafTrainingOptions>;

export const defaultLeafTraining: LeafTrainingOptions = {
  seed: 1,
  head: 'convolution',
  filters: 40,
  initialisation: 'published',
  clipSeconds: 1,
  clipsPerRecording: 12,
  batchClips: 16,
  stepsPerEpoch: 50,
  epochs: 40,
  patience: 6,
  learningRate: 1e-3,
  validationShare: 0.25,
};
