import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './objective.js';
import { squaredDistances } from './squared-distances.js';

/** Where a and b begin: pairs at d² = 10 are as likely the same as not. */
const START = { logA: Math.log(0.3), b: 3 };
/** Below it the gradient of the square root grows without bound. */
const LEAST_SQUARED_DISTANCE = 1e-6;

/**
 * A Siamese network judged by the cross-entropy of P(same) = sigma(b - a d²), d the L2 distance of a pair; a > 0
 * and b are learned. All pairs of an episode are seen; the pairs of one class weigh as much together as all
 * others together.
 */
export function siameseObjective(): Objective {
  const [logA, b] = [START.logA, START.b].map((value) => tf.tidy(() => tf.variable(tf.scalar(value)))) as [
    tf.Variable,
    tf.Variable,
  ];
  return {
    variables: [logA, b],
    loss: (embeddings) =>
      balancedOverPairs(embeddings, (squared) => {
        const logit = tf.sub(b, tf.mul(tf.exp(logA), squared));
        return { same: tf.softplus(tf.neg(logit)), other: tf.softplus(logit) };
      }),
  };
}

/**
 * The contrastive loss (Hadsell, Chopra and LeCun 2006, equation 4, without its factor ½): d² for a pair of one
 * class, max(0, margin - d)² for any other, over all pairs of an episode, both kinds with equal weight.
 */
export function contrastiveObjective(margin: number): Objective {
  return {
    variables: [],
    loss: (embeddings) =>
      balancedOverPairs(embeddings, (squared) => {
        const distance = tf.sqrt(tf.maximum(squared, LEAST_SQUARED_DISTANCE));
        return { same: squared, other: tf.square(tf.relu(tf.sub(margin, distance))) };
      }),
  };
}

/** Half the mean cost of the pairs of one class plus half the mean cost of the other pairs. */
function balancedOverPairs(
  embeddings: tf.Tensor3D,
  costs: (squaredDistances: tf.Tensor2D) => { same: tf.Tensor; other: tf.Tensor },
): tf.Scalar {
  return tf.tidy(() => {
    const [ways, examples, length] = embeddings.shape;
    const rows: tf.Tensor2D = tf.reshape(embeddings, [ways * examples, length]);
    const { same, other } = costs(squaredDistances(rows, rows));
    const weights = pairWeights(ways, examples);
    return tf.add(tf.sum(tf.mul(same, weights.same)), tf.sum(tf.mul(other, weights.other))) as tf.Scalar;
  });
}

/** Weights of the pairs `[ways examples, ways examples]`, each pair once (above the diagonal): each kind sums to ½. */
function pairWeights(ways: number, examples: number): { same: tf.Tensor2D; other: tf.Tensor2D } {
  const count = ways * examples;
  const same = new Float32Array(count * count);
  const other = new Float32Array(count * count);
  const samePairs = (ways * examples * (examples - 1)) / 2;
  const otherPairs = (count * (count - 1)) / 2 - samePairs;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const isSame = Math.floor(i / examples) === Math.floor(j / examples);
      (isSame ? same : other)[i * count + j] = 0.5 / (isSame ? samePairs : otherPairs);
    }
  }
  return { same: tf.tensor2d(same, [count, count]), other: tf.tensor2d(other, [count, count]) };
}
