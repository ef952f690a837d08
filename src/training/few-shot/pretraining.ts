import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../simulator/random.js';
import { train } from './descent.js';
import { drawEpisode } from './episode.js';
import { MAE_OPTIONS, MaskedAutoencoder } from './mae.js';
import { ntXentLoss } from './nt-xent.js';
import type { PatchSet } from './patch-set.js';
import { prototypicalLoss } from './prototypical.js';
import { apply, drawDense, type VisionTransformer } from './vision-transformer.js';

/** Ways to train an encoder of tiles: the first two without labels, the last by the names of the classes. */
export type PretrainingMethod = 'mae' | 'contrastive' | 'prototypical';

export interface PretrainingOptions {
  method: PretrainingMethod;
  steps: number;
  /** Patches in a step, whatever the method. */
  batch: number;
  learningRate: number;
  seed: number;
  onStep?: (step: number) => void;
}

/** Of NT-Xent. */
export const CONTRAST_TEMPERATURE = 0.2;
/** Divides d²: normalised tokens lie far apart. */
const PROTOTYPE_TEMPERATURE = 8;
/** Of the head whose output is contrasted and thrown away afterwards (Chen et al. 2020). */
const PROJECTION = 64;
const CLASS = { examples: 4, shots: 2 };

/**
 * Trains a vision transformer on a set: as a masked autoencoder, by contrasting two views of one example with all
 * others (SimCLR; the views are the set's own augmentation), or as a prototypical network. Every method sees as many
 * patches in as many steps. Gives the loss of each step.
 */
export async function pretrain<Example>(
  encoder: VisionTransformer,
  set: PatchSet<Example>,
  options: PretrainingOptions,
): Promise<{ losses: number[]; autoencoder: MaskedAutoencoder | null }> {
  const { method, seed } = options;
  const random = (step: number) => new Random(`pretraining ${method} ${seed} step ${step}`);
  if (method === 'mae') {
    const autoencoder = new MaskedAutoencoder(encoder, MAE_OPTIONS, seed);
    const losses = await train(
      autoencoder.variables,
      (step) => {
        const batch = drawExamples(set, options.batch, 1, random(step));
        return autoencoder.loss(batch, autoencoder.drawMask(options.batch, random(step).stream('mask')));
      },
      options,
    );
    return { losses, autoencoder };
  }
  const contrast = method === 'contrastive' ? contrastive(encoder, set, options, random) : null;
  const variables = [...encoder.variables, ...(contrast?.variables ?? [])];
  const losses = await train(
    variables,
    contrast?.lossOf ?? ((step) => episodeLossOf(encoder, set, options.batch, random(step))),
    options,
  );
  tf.dispose(contrast?.variables ?? []);
  return { losses, autoencoder: null };
}

function contrastive<Example>(
  encoder: VisionTransformer,
  set: PatchSet<Example>,
  { batch, seed }: PretrainingOptions,
  random: (step: number) => Random,
) {
  const { length } = encoder.shape;
  const head = new Random(`projection ${seed}`);
  const [inward, outward] = [drawDense(head, length, length), drawDense(head, length, PROJECTION)];
  return {
    variables: [inward, outward].flatMap(({ weights, bias }) => [weights, bias]),
    lossOf: (step: number) => {
      const pairs = drawExamples(set, batch / 2, 2, random(step));
      const rows = tf.expandDims(meanToken(encoder, pairs), 0) as tf.Tensor3D;
      const projected = tf.reshape(apply(outward, tf.relu(apply(inward, rows))), [batch / 2, 2, PROJECTION]);
      const [first, second] = tf.unstack(projected, 1) as [tf.Tensor2D, tf.Tensor2D];
      return ntXentLoss(first, second, CONTRAST_TEMPERATURE);
    },
  };
}

function episodeLossOf<Example>(
  encoder: VisionTransformer,
  set: PatchSet<Example>,
  batch: number,
  random: Random,
): tf.Scalar {
  const { examples, shots } = CLASS;
  const episode = drawEpisode(set, { ways: batch / examples, examples }, random, true);
  const rows = meanToken(
    encoder,
    tf.tensor3d(episode.patches, [episode.ways * examples, set.height, set.width]),
  );
  return prototypicalLoss(tf.reshape(rows, [episode.ways, examples, -1]), shots, PROTOTYPE_TEMPERATURE);
}

/** Embeds patches `[batch, height, width]` as the mean over the last tokens, `[batch, length]`. */
export function meanToken(encoder: VisionTransformer, patches: tf.Tensor3D): tf.Tensor2D {
  return tf.mean(encoder.encode(encoder.cut(patches)).at(-1)!, 1);
}

/** Draws examples, each as likely as any other, under `views` augmentations each: `[count views, height, width]`. */
function drawExamples<Example>(
  set: PatchSet<Example>,
  count: number,
  views: number,
  random: Random,
): tf.Tensor3D {
  const all = set.domains.flatMap(({ classes }) => classes.flatMap(({ examples }) => examples));
  const length = set.height * set.width;
  const patches = new Float32Array(count * views * length);
  for (let at = 0; at < patches.length; ) {
    const example = random.choice(all);
    for (let view = 0; view < views; view++, at += length) {
      set.write(example, patches.subarray(at, at + length), random);
    }
  }
  return tf.tensor3d(patches, [count * views, set.height, set.width]);
}
