import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './objective.js';

/**
 * The cross-entropy of naming the kind of each example by a linear layer on its embedding (softmax), mean over the
 * episode. `length` is that of the embedding.
 */
export function kindObjective(length: number, kinds: number): Objective {
  const weights = tf.tidy(() => tf.variable(tf.zeros([length, kinds])));
  const bias = tf.tidy(() => tf.variable(tf.zeros([kinds])));
  return {
    variables: [weights, bias],
    loss: (embeddings, ofClasses) =>
      tf.tidy(() => {
        const [ways, examples] = embeddings.shape;
        const rows = tf.reshape(embeddings, [ways * examples, length]);
        const logits = tf.add(tf.matMul(rows, weights as tf.Tensor2D), bias);
        const labels = ofClasses.flatMap((kind) => Array<number>(examples).fill(kind));
        const named = tf.mul(tf.logSoftmax(logits), tf.oneHot(tf.tensor1d(labels, 'int32'), kinds));
        return tf.neg(tf.div(tf.sum(named), ways * examples)) as tf.Scalar;
      }),
  };
}

/** Adds up objectives, each with its weight. */
export function weightedSum(parts: readonly { objective: Objective; weight: number }[]): Objective {
  return {
    variables: parts.flatMap(({ objective }) => objective.variables),
    loss: (embeddings, kinds) =>
      tf.tidy(
        () =>
          tf.addN(
            parts.map(({ objective, weight }) => tf.mul(objective.loss(embeddings, kinds), weight)),
          ) as tf.Scalar,
      ),
  };
}
