import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { analysisRateHz } from '../features/analysis.js';
import { initialLeaf, type Leaf, publishedLeaf } from '../features/leaf-parameters.js';
import { concatenate } from '../signal/concatenate.js';
import { LeafLayer } from './leaf.js';
import type { LeafTrainingOptions } from './leaf-options.js';

/** LEAF and a head that says big or small. */
export class LeafNetwork {
  readonly #layer: LeafLayer;
  readonly #model: LayersModel;

  /** Weights of the head are drawn from the seed. */
  constructor(options: LeafTrainingOptions) {
    const { filters, initialisation } = options;
    const leaf = initialLeaf({ ...publishedLeaf, filters, initialisation });
    const samples = clipSamplesOf(options);
    this.#layer = new LeafLayer(leaf, { inputShape: [samples] });
    const head = headLayers(options, Math.ceil(samples / leaf.strideSamples));
    this.#model = sequential({ layers: [this.#layer, ...head] });
  }

  /** What its first layer has learnt. */
  get leaf(): Leaf {
    return this.#layer.leaf;
  }

  get weights(): tf.Variable[] {
    return this.#model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  }

  /** Log-odds of big against small `[clips]`, with a gradient. */
  learn(clips: readonly Float32Array[]): tf.Tensor1D {
    return tf.reshape(this.#model.apply(batch(clips), { training: true }) as tf.Tensor, [-1]);
  }

  /** To be called after each step. */
  constrain(): void {
    this.#layer.constrain();
  }

  /** Log-odds of big against small `[clips]`. */
  async judge(clips: readonly Float32Array[]): Promise<Float32Array> {
    const logOdds = tf.tidy(() => tf.reshape(this.#model.predict(batch(clips)) as tf.Tensor, [-1]));
    try {
      return (await logOdds.data()) as Float32Array;
    } finally {
      logOdds.dispose();
    }
  }

  dispose(): void {
    this.#model.dispose();
  }
}

export function clipSamplesOf({ clipSeconds }: LeafTrainingOptions): number {
  return Math.round(clipSeconds * analysisRateHz);
}

function headLayers({ head, seed, filters }: LeafTrainingOptions, frames: number): layers.Layer[] {
  const draw = (layer: number) => initializers.glorotUniform({ seed: 1000 * seed + layer });
  const output = layers.dense({ units: 1, kernelInitializer: draw(3) });
  if (head === 'linear') return [layers.globalAveragePooling1d({}), output];
  return [
    layers.reshape({ targetShape: [frames, filters, 1] }),
    layers.conv2d({ filters: 16, kernelSize: 5, strides: 2, activation: 'relu', kernelInitializer: draw(1) }),
    layers.conv2d({ filters: 32, kernelSize: 3, strides: 2, activation: 'relu', kernelInitializer: draw(2) }),
    layers.globalAveragePooling2d({}),
    output,
  ];
}

function batch(clips: readonly Float32Array[]): tf.Tensor2D {
  return tf.tensor2d(concatenate(clips), [clips.length, clips[0]!.length]);
}
