import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { leafFeatures } from '../features/leaf.js';
import {
  constrainLeaf,
  LEAF_PARAMETERS,
  type Leaf,
  type LeafParameter,
  mapLeafParameters,
} from '../features/leaf-parameters.js';
import { concatenate } from '../signal/concatenate.js';
import { DifferentiableLeaf } from './leaf-derivatives.js';

type LayerArgs = ConstructorParameters<typeof layers.Layer>[0];
type Weight = ReturnType<layers.Layer['addWeight']>;

/**
 * LEAF as a layer that learns: `[batch, samples]` to `[batch, frames, filters]`. Its arithmetic is plain TypeScript,
 * the same on every backend, and reads its input and weights from the device, so it is of no use on webgpu. The sound
 * gets no gradient.
 */
export class LeafLayer extends layers.Layer {
  static readonly className = 'Leaf';
  readonly #initial: Leaf;
  #weights: Record<LeafParameter, Weight> | undefined;

  constructor(initial: Leaf, args: LayerArgs = {}) {
    super(args);
    this.#initial = initial;
  }

  /** What it has learnt so far, within the published bounds. */
  get leaf(): Leaf {
    return constrainLeaf(this.#read(mapLeafParameters((name) => this.#weights![name].read())));
  }

  /** Moves weights that a step took out of their bounds back to them; beyond, they would have no gradient. */
  constrain(): void {
    const { parameters } = this.leaf;
    for (const name of LEAF_PARAMETERS) write(this.#weights![name], parameters[name]);
  }

  override build(): void {
    this.#weights = mapLeafParameters((name) => {
      const values = this.#initial.parameters[name];
      const weight = this.addWeight(name, [values.length], 'float32', initializers.zeros());
      write(weight, values);
      return weight;
    });
    this.built = true;
  }

  override computeOutputShape(shape: (number | null)[]): (number | null)[] {
    const { strideSamples, parameters } = this.#initial;
    return [shape[0], Math.ceil(shape[1]! / strideSamples), parameters.centre.length];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }): tf.Tensor {
    const [sound] = Array.isArray(inputs) ? inputs : [inputs];
    const clips = rows(sound as tf.Tensor2D);
    const tensors = LEAF_PARAMETERS.map((name) => this.#weights![name].read());
    if (training) return this.#differentiable(clips)(...tensors);
    const leaf = this.leaf;
    return this.#features(clips.map((clip) => leafFeatures(clip, leaf).values));
  }

  /** Features whose gradient by the seven parameters is known. */
  #differentiable(clips: Float32Array[]): (...parameters: tf.Tensor[]) => tf.Tensor {
    return tf.customGrad((...args: unknown[]) => {
      const tensors = args.slice(0, LEAF_PARAMETERS.length) as tf.Tensor[];
      const leaf = new DifferentiableLeaf(
        this.#read(mapLeafParameters((name) => tensors[LEAF_PARAMETERS.indexOf(name)]!)),
      );
      const results = clips.map((clip) => leaf.run(clip));
      const derivatives = (name: LeafParameter) => this.#features(results.map(({ by }) => by[name]));
      return {
        value: this.#features(results.map(({ values }) => values)),
        gradFunc: (upstream: tf.Tensor) =>
          LEAF_PARAMETERS.map((name) => tf.sum(tf.mul(upstream, derivatives(name)), [0, 1])),
      };
    });
  }

  /** `[clips, frames, filters]`. */
  #features(clips: readonly Float32Array[]): tf.Tensor3D {
    const filters = this.#initial.parameters.centre.length;
    return tf.tensor3d(concatenate(clips), [clips.length, clips[0]!.length / filters, filters]);
  }

  #read(tensors: Record<LeafParameter, tf.Tensor>): Leaf {
    return {
      ...this.#initial,
      parameters: mapLeafParameters((name) => Float64Array.from(tensors[name].dataSync())),
    };
  }
}

function write(weight: Weight, values: Float64Array): void {
  tf.tidy(() => void weight.write(tf.tensor1d(Float32Array.from(values))));
}

function rows(batch: tf.Tensor2D): Float32Array[] {
  const values = batch.dataSync() as Float32Array;
  const [count, length] = batch.shape;
  return Array.from({ length: count }, (_, i) => values.subarray(i * length, (i + 1) * length));
}
