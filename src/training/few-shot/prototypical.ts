import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './objective.js';
import { squaredDistances } from './squared-distances.js';

/**
 * Prototypical networks (Snell, Swersky and Zemel 2017, equations 1 and 2): the first `shots` examples of each
 * class are its support and their mean its prototype; the loss is the mean over the other examples, the
 * queries, of the cross-entropy of softmax(-d²) to the prototypes.
 */
export function prototypicalObjective(shots: number): Objective {
  return { variables: [], loss: (embeddings) => prototypicalLoss(embeddings, shots) };
}

/** The loss of embeddings `[ways, examples, length]`; `temperature` divides d². */
export function prototypicalLoss(embeddings: tf.Tensor3D, shots: number, temperature = 1): tf.Scalar {
  return tf.tidy(() => {
    const [ways, examples] = embeddings.shape;
    const queries = examples - shots;
    const probabilities = tf.reshape(queryLogProbabilities(embeddings, shots, temperature), [
      ways,
      queries,
      ways,
    ]);
    const ofOwnClass = tf.mul(probabilities, tf.reshape(tf.eye(ways), [ways, 1, ways]));
    return tf.neg(tf.div(tf.sum(ofOwnClass), ways * queries)) as tf.Scalar;
  });
}

/** ln p(class) of each query, class by class: `[ways queries, ways]`, of embeddings `[ways, examples, length]`. */
export function queryLogProbabilities(embeddings: tf.Tensor3D, shots: number, temperature = 1): tf.Tensor2D {
  return tf.tidy(() => {
    const [ways, examples, length] = embeddings.shape;
    const queries = examples - shots;
    const prototypes = tf.mean(tf.slice(embeddings, [0, 0, 0], [ways, shots, length]), 1) as tf.Tensor2D;
    const query = tf.slice(embeddings, [0, shots, 0], [ways, queries, length]);
    const squared = squaredDistances(tf.reshape(query, [ways * queries, length]), prototypes);
    return tf.logSoftmax(tf.div(squared, -temperature) as tf.Tensor2D);
  });
}
