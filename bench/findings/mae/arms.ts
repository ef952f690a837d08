import * as tf from '@tensorflow/tfjs-core';
import type { MaskedAutoencoder } from '../../../src/training/few-shot/mae.js';
import { pretrain } from '../../../src/training/few-shot/pretraining.js';
import {
  type TransformerShape,
  VisionTransformer,
} from '../../../src/training/few-shot/vision-transformer.js';
import type { Subject } from '../subject.js';

/** What is compared; see docs/FINDINGS.md. */
export const ARMS = ['random', 'mae', 'contrastive', 'mae-contrastive', 'prototypical', 'plain'] as const;
export type Arm = (typeof ARMS)[number];

/** What the page and its pictures call an arm. */
export const LETTERS: Record<Arm, string> = {
  random: 'A',
  mae: 'B',
  contrastive: 'C',
  'mae-contrastive': 'D',
  prototypical: 'E',
  plain: 'F',
};

export interface ArmOptions {
  transformer: Pick<TransformerShape, 'length' | 'heads' | 'blocks'>;
  steps: number;
  batch: number;
  learningRate: number;
  seed: number;
}

/** Share of the steps of `mae-contrastive` that contrast. */
const TUNING_SHARE = 0.1;

/** Trains the encoder of an arm; all arms but `random` have as many steps. The autoencoder is there for its pictures. */
export async function trainArm<Example>(
  arm: Exclude<Arm, 'plain'>,
  subject: Subject<Example>,
  options: ArmOptions,
): Promise<{ encoder: VisionTransformer; losses: number[]; autoencoder: MaskedAutoencoder | null }> {
  const { height, width } = subject.training;
  const encoder = new VisionTransformer(
    { height, width, ...subject.tiling, ...options.transformer },
    options.seed,
  );
  if (arm === 'random') return { encoder, losses: [], autoencoder: null };
  if (arm !== 'mae-contrastive') {
    return { encoder, ...(await pretrain(encoder, subject.training, { ...options, method: arm })) };
  }
  const tuning = Math.round(TUNING_SHARE * options.steps);
  const first = { ...options, method: 'mae' as const, steps: options.steps - tuning };
  const { losses, autoencoder } = await pretrain(encoder, subject.training, first);
  const second = { ...options, method: 'contrastive' as const, steps: tuning };
  const tuned = await pretrain(encoder, subject.training, second);
  return { encoder, losses: [...losses, ...tuned.losses], autoencoder };
}

/** Ways to make one embedding of the tokens. */
const POOLINGS = ['mean', 'layers', 'max'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** Patches that are embedded at once. */
const BATCH = 256;

/**
 * Embeds patches, each pooling apart: `mean` over the last tokens, `layers` that mean over all blocks, `max` over the last
 * tokens. One row a patch.
 */
export async function poolAll(
  encoder: VisionTransformer,
  patches: Float32Array,
): Promise<Record<Pooling, Float32Array[]>> {
  const { height, width, length } = encoder.shape;
  const size = height * width;
  const pooled: Record<Pooling, Float32Array[]> = { mean: [], layers: [], max: [] };
  for (let from = 0; from < patches.length; from += BATCH * size) {
    const batch = patches.subarray(from, from + BATCH * size);
    const tensors = tf.tidy(() => {
      const tokens = encoder.encode(encoder.cut(tf.tensor3d(batch, [batch.length / size, height, width])));
      const last = tokens.at(-1)!;
      const layers = tf.div(tf.addN(tokens.map((each) => tf.mean(each, 1))), tokens.length);
      return { mean: tf.mean(last, 1), layers, max: tf.max(last, 1) };
    });
    for (const pooling of POOLINGS) {
      const values = (await tensors[pooling].data()) as Float32Array;
      for (let at = 0; at < values.length; at += length) pooled[pooling].push(values.slice(at, at + length));
      tensors[pooling].dispose();
    }
  }
  return pooled;
}
