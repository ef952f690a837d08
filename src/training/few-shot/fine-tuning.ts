import * as tf from '@tensorflow/tfjs-core';
import { Adam } from './adam.js';
import type { LastBlock } from './last-block.js';
import { squaredDistances } from './squared-distances.js';

export interface FineTuningOptions {
  steps: number;
  /** Of Adam. */
  learningRate: number;
  /** T of the logits. */
  temperature: number;
  /** Weight of naming the class; that of the prototype term is the rest to 1. */
  namingWeight: number;
  /** Weight, within the prototype term, of the pull to the own prototype; that of the push from others is the rest to 1. */
  pullWeight: number;
  /** Taken off each embedding before it is scaled to norm 1 `[length]`; null: nothing. */
  centre: tf.Tensor1D | null;
}

/** What the last block learns from. */
export interface SoftExamples {
  /** `[examples, values]` */
  activations: tf.Tensor2D;
  /** Probabilities of the classes `[examples, classes]`; one is 1 for support. */
  labels: tf.Tensor2D;
  /** Of each example `[examples]`; their sum is 1. */
  weights: tf.Tensor1D;
}

/**
 * Fine-tunes a last block on examples with soft labels towards prototypes `[classes, length]`, which stay
 * (Yang et al. 2022, section 2.3).
 */
export function fineTune(
  block: LastBlock,
  examples: SoftExamples,
  prototypes: tf.Tensor2D,
  options: FineTuningOptions,
): void {
  const { variables } = block;
  const adam = new Adam(variables);
  for (let step = 1; step <= options.steps; step++) {
    const { value, grads } = tf.variableGrads(() => {
      const raw = block.embed(examples.activations);
      const embeddings = unitRows(options.centre ? tf.sub(raw, options.centre) : raw);
      return fineTuningLoss(embeddings, examples, prototypes, options);
    }, variables);
    adam.apply(grads, step, options.learningRate);
    tf.dispose([value, grads]);
  }
  adam.dispose();
}

/** Rows of L2 norm 1. */
function unitRows(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.div(rows, tf.add(tf.norm(rows, 2, 1, true), 1e-9));
}

/** The weighted sum of naming and prototype term; embeddings `[examples, length]` are of norm 1. */
export function fineTuningLoss(
  embeddings: tf.Tensor2D,
  { labels, weights }: Omit<SoftExamples, 'activations'>,
  prototypes: tf.Tensor2D,
  { temperature, namingWeight, pullWeight }: Omit<FineTuningOptions, 'steps' | 'learningRate' | 'centre'>,
): tf.Scalar {
  return tf.tidy(() => {
    const logits = tf.mul(squaredDistances(embeddings, prototypes), -temperature / 2);
    const naming = softDivergence(tf.logSoftmax(logits as tf.Tensor2D), labels, weights);
    const drawn = prototypeTerm(embeddings, labels, weights, prototypes, pullWeight);
    return tf.add(tf.mul(naming, namingWeight), tf.mul(drawn, 1 - namingWeight)) as tf.Scalar;
  });
}

/**
 * KL(labels ‖ predictions), nats, weighted mean over the examples. Takes LOGARITHMS of the predictions: the published
 * code hands it probabilities.
 */
export function softDivergence(
  logPredictions: tf.Tensor2D,
  labels: tf.Tensor2D,
  weights: tf.Tensor1D,
): tf.Scalar {
  return tf.tidy(() => {
    const logLabels = tf.log(tf.maximum(labels, 1e-12));
    const each = tf.sum(tf.mul(labels, tf.sub(logLabels, logPredictions)), 1);
    return tf.sum(tf.mul(each, weights)) as tf.Scalar;
  });
}

/**
 * pull·mean_k(1 − cos(w_k, c_k)) + (1 − pull)·mean_{j≠k} cos(w_k, c_j), with c_k the mean of the examples weighted by
 * their share in class k. Making it small draws each class to its own prototype and away from the others; the
 * published code adds it with the other sign.
 */
export function prototypeTerm(
  embeddings: tf.Tensor2D,
  labels: tf.Tensor2D,
  weights: tf.Tensor1D,
  prototypes: tf.Tensor2D,
  pull: number,
): tf.Scalar {
  return tf.tidy(() => {
    const classes = prototypes.shape[0];
    const shares = tf.mul(labels, tf.expandDims(weights, 1)) as tf.Tensor2D;
    // A cosine knows no length, so the sum will do for the mean.
    const centres = unitRows(tf.matMul(shares, embeddings, true));
    const cosines = tf.matMul(unitRows(prototypes), centres, false, true);
    const own = tf.eye(classes);
    const pulled = tf.sub(1, tf.div(tf.sum(tf.mul(cosines, own)), classes));
    const pushed = tf.div(tf.sum(tf.mul(cosines, tf.sub(1, own))), classes * (classes - 1));
    return tf.add(tf.mul(pulled, pull), tf.mul(pushed, 1 - pull)) as tf.Scalar;
  });
}
