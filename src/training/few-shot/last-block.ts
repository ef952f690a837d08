import * as tf from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import { inBatches } from './in-batches.js';

/** A copy of an encoder's last block and what follows it, with weights of its own. */
export class LastBlock {
  readonly #network: Sequential;
  readonly #inputShape: readonly number[];

  /** `network` takes `[batch, ...inputShape]`. */
  constructor(network: Sequential, inputShape: readonly number[]) {
    this.#network = network;
    this.#inputShape = inputShape;
  }

  /** What fine-tuning changes. */
  get variables(): tf.Variable[] {
    return this.#network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  }

  /** Embeds activations `[batch, values]` as `[batch, embeddingLength]`; batch norm stays on its moving statistics. */
  embed(activations: tf.Tensor2D): tf.Tensor2D {
    const shaped = tf.reshape(activations, [activations.shape[0], ...this.#inputShape]);
    return this.#network.apply(shaped, { training: false }) as tf.Tensor2D;
  }

  /** Embeds any number of rows of activations, one after another. Gives `[rows, embeddingLength]`. */
  embedAll(activations: Float32Array): Promise<Float32Array> {
    return inBatches(activations, this.activationLength, (batch) => this.embed(batch));
  }

  /** Values of one row of activations. */
  get activationLength(): number {
    return this.#inputShape.reduce((product, side) => product * side, 1);
  }

  dispose(): void {
    this.#network.dispose();
  }
}
