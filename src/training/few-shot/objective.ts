import type * as tf from '@tensorflow/tfjs-core';

/** What an episode's embeddings are judged by in training. */
export interface Objective {
  /** What it learns besides the encoder. */
  variables: tf.Variable[];
  /** Gives the loss of embeddings `[ways, examples, length]`, a scalar. `kinds` `[ways]` are those of the classes. */
  loss(embeddings: tf.Tensor3D, kinds: readonly number[]): tf.Scalar;
}
