import * as tf from '@tensorflow/tfjs-core';

/** Gives the squared L2 distance of each row of `a` `[n, length]` to each row of `b` `[m, length]`, as `[n, m]`. */
export function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const ofA = tf.sum(tf.square(a), 1, true);
    const ofB = tf.reshape(tf.sum(tf.square(b), 1), [1, -1]);
    // |a|² - 2ab + |b|² may fall below zero by rounding.
    return tf.relu(tf.sub(tf.add(ofA, ofB), tf.mul(tf.matMul(a, b, false, true), 2))) as tf.Tensor2D;
  });
}
