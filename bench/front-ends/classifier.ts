import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { BatchNormalisation } from '../../src/training/few-shot/batch-normalisation.js';

/** `encoder`: the small network that all front ends share. `statistics`: mean and spread of each band, the plain baseline. */
export type ClassifierKind = 'encoder' | 'statistics';

const FILTERS = [8, 16, 16];
const CLASSES = 3;

/**
 * Says big, small or none from features `[clips, frames, bands]` of any length: each band normalised over the batch,
 * then for the encoder three blocks (3 × 3 convolution, 2 × 2 maximum, batch normalisation, ReLU) and their mean over
 * time, or for the baseline mean and standard deviation over time; then one linear layer.
 */
export class Classifier {
  readonly #input = new BatchNormalisation({ gamma: 1 });
  readonly #encoder: Sequential | null;
  readonly #output: layers.Layer;

  constructor(kind: ClassifierKind, bands: number, seed: number) {
    this.#encoder = kind === 'encoder' ? encoder(bands, seed) : null;
    this.#output = layers.dense({
      units: CLASSES,
      kernelInitializer: initializers.glorotUniform({ seed: 100 * seed }),
    });
  }

  /** Logits `[clips, 3]`. */
  logits(features: tf.Tensor3D, training: boolean): tf.Tensor2D {
    return tf.tidy(() => {
      const [clips, frames, bands] = features.shape;
      const input = this.#input.apply(tf.reshape(features, [clips, frames, 1, bands]), { training });
      const normalised = tf.reshape(input as tf.Tensor, [clips, frames, bands]);
      const embedding = this.#encoder
        ? this.#embed(normalised as tf.Tensor3D, this.#encoder, training)
        : statistics(normalised as tf.Tensor3D);
      return this.#output.apply(embedding) as tf.Tensor2D;
    });
  }

  /** What it learns; known after the first logits. */
  get variables(): tf.Variable[] {
    return [this.#input, ...(this.#encoder ? [this.#encoder] : []), this.#output].flatMap(
      ({ trainableWeights }) => trainableWeights.map((weight) => weight.read() as tf.Variable),
    );
  }

  #embed(features: tf.Tensor3D, network: Sequential, training: boolean): tf.Tensor2D {
    const map = network.apply(tf.expandDims(features, 3), { training }) as tf.Tensor4D;
    const mean = tf.mean(map, 1);
    return tf.reshape(mean, [features.shape[0], -1]);
  }
}

function encoder(bands: number, seed: number): Sequential {
  const network = sequential();
  for (const [block, filters] of FILTERS.entries()) {
    network.add(
      layers.conv2d({
        filters,
        kernelSize: 3,
        padding: 'same',
        useBias: false,
        kernelInitializer: initializers.heNormal({ seed: 100 * seed + block + 1 }),
        ...(block === 0 ? { inputShape: [null, bands, 1] } : {}),
      }),
    );
    network.add(layers.maxPooling2d({ poolSize: 2 }));
    network.add(new BatchNormalisation({ gamma: 1 }));
    network.add(layers.reLU());
  }
  return network;
}

function statistics(features: tf.Tensor3D): tf.Tensor2D {
  const { mean, variance } = tf.moments(features, 1);
  return tf.concat2d([mean as tf.Tensor2D, tf.sqrt(tf.add(variance, 1e-4)) as tf.Tensor2D], 1);
}
