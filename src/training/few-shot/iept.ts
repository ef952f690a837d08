import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../simulator/random.js';
import type { Objective } from './objective.js';
import { prototypicalLoss, queryLogProbabilities } from './prototypical.js';
import { drawDense, zeros } from './vision-transformer.js';

export interface IeptOptions {
  /** Support examples of each class. */
  shots: number;
  /** Views of each example, R. */
  views: number;
  /** Weight of naming the view of each example, w1 of equation 12. */
  instance: number;
  /** Weight of what the extended episodes say being alike, w2. */
  episode: number;
  /** Weight of the prototypical losses of the extended episodes, w3. */
  auxiliary: number;
  /** Weight of the integrated loss: 0 leaves the attention unlearnt, and the views are only averaged. */
  integrated: number;
}

/** The published weights for a conv-4 of 64 filters. */
export const IEPT_OPTIONS: IeptOptions = {
  shots: 1,
  views: 4,
  instance: 0.5,
  episode: 0.5,
  auxiliary: 0.5,
  integrated: 1,
};

/**
 * The naming layer sees embeddings so much larger than they are: they begin small, for the distances' sake, and a
 * layer that starts from nothing would take most of a short training to reach them.
 */
const NAMING_PACE = 10;

/**
 * Instance-level and episode-level pretext tasks (IEPT; Zhang et al. 2021, equations 3 to 12). It judges episodes whose
 * examples are embedded under R views each, one after another along the length.
 */
export class Iept implements Objective {
  /** Those that its losses rest on. */
  readonly variables: tf.Variable[];
  readonly #length: number;
  readonly #options: IeptOptions;
  readonly #naming: { weights: tf.Variable; bias: tf.Variable };
  readonly #attention: readonly [queries: tf.Variable, keys: tf.Variable, values: tf.Variable];

  /** @param length of the embedding of one view */
  constructor(length: number, options: IeptOptions, seed: number) {
    this.#length = length;
    this.#options = options;
    const random = new Random(`iept ${seed}`);
    this.#naming = { weights: zeros([length, options.views]), bias: zeros([options.views]) };
    const square = () => {
      const { weights, bias } = drawDense(random, length, length);
      bias.dispose();
      return weights;
    };
    const values = zeros([length, length]); // at first the views stand side by side as they are
    this.#attention = [square(), square(), values];
    this.variables = [
      ...(options.instance > 0 ? [this.#naming.weights, this.#naming.bias] : []),
      ...(options.integrated > 0 ? this.#attention : []),
    ];
  }

  /** @param embeddings `[ways, examples, R length]` */
  loss(embeddings: tf.Tensor3D): tf.Scalar {
    const { shots, views, instance, episode, auxiliary, integrated } = this.#options;
    return tf.tidy(() => {
      const [ways, examples] = embeddings.shape;
      const rows: tf.Tensor3D = tf.reshape(embeddings, [ways * examples, views, this.#length]);
      const whole = this.integrate(rows);
      const extended = tf
        .unstack(rows, 1)
        .map((view): tf.Tensor3D => tf.reshape(view, [ways, examples, this.#length]));
      const terms = [
        // d² of R views side by side is about R times that of one: divided by R it keeps the scale of the other terms.
        [integrated, () => prototypicalLoss(tf.reshape(whole, [ways, examples, -1]), shots, views)],
        [instance, () => instanceLoss(this.#nameViews(rows))],
        [episode, () => episodeLoss(extended.map((view) => queryLogProbabilities(view, shots)))],
        [auxiliary, () => auxiliaryLoss(extended, shots)],
      ] as const;
      const used = terms.filter(([weight]) => weight > 0);
      return tf.addN(used.map(([weight, term]) => tf.mul(term(), weight))) as tf.Scalar;
    });
  }

  /**
   * Integrates the views of each example by attention among them (equations 7 to 9).
   *
   * @param rows `[count, R, length]`
   * @returns `[count, R length]`
   */
  integrate(rows: tf.Tensor3D): tf.Tensor2D {
    return tf.tidy(() => {
      const attended = this.#options.integrated > 0 ? attend(rows, ...this.#attention) : rows;
      return tf.reshape(attended, [rows.shape[0], -1]);
    });
  }

  /** Gives which view each of `[count, R, length]` is taken for, as `[count, R]`. */
  namedViews(rows: tf.Tensor3D): tf.Tensor2D {
    return tf.tidy(() => tf.argMax(this.#nameViews(rows), 2));
  }

  #nameViews(rows: tf.Tensor3D): tf.Tensor3D {
    const { weights, bias } = this.#naming;
    const flat = tf.mul(tf.reshape(rows, [-1, this.#length]), NAMING_PACE) as tf.Tensor2D;
    return tf.reshape(tf.add(tf.matMul(flat, weights as tf.Tensor2D), bias), [
      -1,
      this.#options.views,
      this.#options.views,
    ]);
  }
}

/** F + softmax((F Wq)(F Wk)ᵀ / √d)(F Wv) over the views of each example, `[count, R, d]` (equations 7 and 8). */
export function attend(
  rows: tf.Tensor3D,
  queries: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [count, views, length] = rows.shape;
    const through = (matrix: tf.Tensor): tf.Tensor3D =>
      tf.reshape(tf.matMul(tf.reshape(rows, [count * views, length]), matrix as tf.Tensor2D), [
        count,
        views,
        length,
      ]);
    const scores = tf.div(tf.matMul(through(queries), through(keys), false, true), Math.sqrt(length));
    return tf.add(rows, tf.matMul(tf.softmax(scores), through(values))) as tf.Tensor3D;
  });
}

/** Cross-entropy of naming the view of each embedding, mean over examples and views; logits `[count, R, R]` (equation 3). */
export function instanceLoss(logits: tf.Tensor3D): tf.Scalar {
  return tf.tidy(() => {
    const [count, views] = logits.shape;
    return tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(logits), tf.eye(views))), count * views)) as tf.Scalar;
  });
}

/**
 * How far what the extended episodes say of a query lies from their mean: KL(p^r ‖ mean of p), mean over classes,
 * queries and views (equations 4 to 6). The published code averages logits instead.
 *
 * @param logProbabilities of each view, `[queries, ways]`
 */
export function episodeLoss(logProbabilities: readonly tf.Tensor2D[]): tf.Scalar {
  return tf.tidy(() => {
    const logs = tf.stack([...logProbabilities]);
    const probabilities = tf.exp(logs);
    const logMean = tf.log(tf.add(tf.mean(probabilities, 0, true), 1e-12));
    return tf.mean(tf.mul(probabilities, tf.sub(logs, logMean))) as tf.Scalar;
  });
}

/** Mean of the prototypical losses of the extended episodes, `[ways, examples, length]` each (equation 11). */
export function auxiliaryLoss(extended: readonly tf.Tensor3D[], shots: number): tf.Scalar {
  return tf.tidy(
    () =>
      tf.div(tf.addN(extended.map((view) => prototypicalLoss(view, shots))), extended.length) as tf.Scalar,
  );
}
