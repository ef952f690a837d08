import * as tf from '@tensorflow/tfjs-core';
import {
  initializers,
  type LayersModel,
  layers,
  type Sequential,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { BatchNormalisation } from './batch-normalisation.js';
import { inBatches } from './in-batches.js';
import { LastBlock } from './last-block.js';

export interface PatchEncoderShape {
  height: number;
  width: number;
  /** Channels of each block; a block halves height and width. */
  filters: readonly number[];
  /** Kernel and strides of the first convolution, in place of its 3 × 3 and maximum; null for those. */
  stem?: { kernel: readonly [number, number]; strides: readonly [number, number] } | null;
  /** Length of the embedding: a linear layer on the mean over the height (time). Null: all that the last block gives. */
  embeddingLength?: number | null;
}

/** Scale of the embeddings at first: at 1 they lie so far apart that softmax(-d²) is 0 or 1 before anything is learnt. */
const FIRST_SCALE = 0.25;

/**
 * A small convolutional network from patches `[height, width, 1]` to embeddings, the conv-4 of prototypical
 * networks (Snell, Swersky and Zemel 2017) for four blocks: 3 × 3 convolution, 2 × 2 maximum, batch
 * normalisation, ReLU. The maximum comes first: normalising a quarter of the values costs a quarter.
 */
export class PatchEncoder {
  readonly shape: PatchEncoderShape;
  readonly embeddingLength: number;
  readonly #network: Sequential;

  /** The same seed gives the same weights. */
  constructor(shape: PatchEncoderShape, seed: number) {
    this.shape = shape;
    this.#network = build(shape, seed, ownNormalisation);
    this.embeddingLength = (this.#network.outputs[0]!.shape as number[])[1]!;
  }

  /** What training changes. */
  get variables(): tf.Variable[] {
    return this.#network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  }

  /** Everything that makes the encoder what it is, moving means and variances included. */
  get weights(): tf.Tensor[] {
    return this.#network.getWeights();
  }

  set weights(weights: tf.Tensor[]) {
    this.#network.setWeights(weights);
  }

  /** Embeds patches `[batch, height, width, 1]` as `[batch, embeddingLength]`, in training by the batch's own mean and variance. */
  embed(patches: tf.Tensor4D, training: boolean): tf.Tensor2D {
    return this.#network.apply(patches, { training }) as tf.Tensor2D;
  }

  /** Embeds any number of patches, row-major one after another. Gives `[patches, embeddingLength]`. */
  embedAll(patches: Float32Array): Promise<Float32Array> {
    return this.#inBatches(patches, (batch) => this.embed(batch, false));
  }

  /** What the last block is given for each patch, flattened: `[patches, height * width * channels]`. */
  activationsOf(patches: Float32Array): Promise<Float32Array> {
    const earlier = this.#network.layers.slice(0, this.#lastBlockPlace);
    return this.#inBatches(patches, (batch) =>
      tf.reshape(
        earlier.reduce((x, layer) => layer.apply(x, { training: false }) as tf.Tensor, batch as tf.Tensor),
        [batch.shape[0], -1],
      ),
    );
  }

  /** A copy of the last block, to be changed without harm to the encoder; the caller disposes of it. */
  copyLastBlock(): LastBlock {
    const own = this.#network.layers.slice(this.#lastBlockPlace);
    const [, ...inputShape] = (own[0]!.input as SymbolicTensor).shape as number[];
    const network = sequential({ name: 'last_block' });
    addBlock(network, this.shape, this.shape.filters.length - 1, 0, ownNormalisation, inputShape);
    addEmbedding(network, this.shape, 0);
    for (const [place, layer] of network.layers.entries()) layer.setWeights(own[place]!.getWeights());
    return new LastBlock(network, inputShape);
  }

  get #lastBlockPlace(): number {
    const name = `convolution_${this.shape.filters.length - 1}`;
    return this.#network.layers.findIndex((layer) => layer.name === name);
  }

  #inBatches(patches: Float32Array, compute: (batch: tf.Tensor4D) => tf.Tensor2D): Promise<Float32Array> {
    const { height, width } = this.shape;
    return inBatches(patches, height * width, (rows) => compute(tf.reshape(rows, [-1, height, width, 1])));
  }

  /** Gives the network in layers that tfjs knows, to be saved and loaded anywhere; the caller disposes of it. */
  plainNetwork(): LayersModel {
    const network = build(this.shape, 0, (block) =>
      layers.batchNormalization({ name: `normalisation_${block}`, epsilon: 1e-3 }),
    );
    network.setWeights(this.weights);
    return network;
  }

  dispose(): void {
    this.#network.dispose();
  }
}

type Normalisation = (block: number, gamma: number) => layers.Layer;

/** A normalisation whose training is cheap. */
const ownNormalisation: Normalisation = (block, gamma) =>
  new BatchNormalisation({ name: `normalisation_${block}`, gamma });

function build(shape: PatchEncoderShape, seed: number, normalisation: Normalisation): Sequential {
  // Named, for tfjs would number the layers of a process through: the same training would give other files.
  const network = sequential({ name: 'encoder' });
  const inputShape = [shape.height, shape.width, 1];
  for (const block of shape.filters.keys()) {
    addBlock(network, shape, block, seed, normalisation, block === 0 ? inputShape : null);
  }
  addEmbedding(network, shape, seed);
  return network;
}

function addBlock(
  network: Sequential,
  { filters, stem = null, embeddingLength = null }: PatchEncoderShape,
  block: number,
  seed: number,
  normalisation: Normalisation,
  inputShape: number[] | null,
): void {
  network.add(
    layers.conv2d({
      name: `convolution_${block}`,
      filters: filters[block]!,
      ...(block === 0 && stem
        ? { kernelSize: [...stem.kernel], strides: [...stem.strides] as [number, number] }
        : { kernelSize: 3 }),
      padding: 'same',
      useBias: false, // batch normalisation would take it out again
      kernelInitializer: initializers.heNormal({ seed: seed * filters.length + block + 1 }),
      ...(inputShape && { inputShape }),
    }),
  );
  if (block > 0 || !stem) network.add(layers.maxPooling2d({ name: `maximum_${block}`, poolSize: 2 }));
  const last = block === filters.length - 1 && embeddingLength === null;
  network.add(normalisation(block, last ? FIRST_SCALE : 1));
  network.add(layers.reLU({ name: `relu_${block}` }));
}

function addEmbedding(
  network: Sequential,
  { filters, embeddingLength = null }: PatchEncoderShape,
  seed: number,
): void {
  if (embeddingLength !== null) {
    const [, rows] = network.outputs[0]!.shape as number[];
    network.add(layers.averagePooling2d({ name: 'mean', poolSize: [rows!, 1], strides: [1, 1] }));
  }
  network.add(layers.flatten({ name: 'flatten' }));
  if (embeddingLength !== null) {
    const kernelInitializer = initializers.glorotNormal({
      seed: (seed + 1) * filters.length + filters.length,
    });
    network.add(layers.dense({ name: 'embedding', units: embeddingLength, kernelInitializer }));
  }
}
