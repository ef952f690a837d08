import * as tf from '@tensorflow/tfjs-core';

/**
 * The normalised, temperature-scaled cross-entropy of SimCLR (Chen et al. 2020, equation 1): of all other views in a
 * batch, each view is to name the other view of its own example by cosine similarity over the temperature.
 *
 * @param first embeddings of one view of each example, `[examples, length]`
 * @param second of another view of the same examples, in the same order
 */
export function ntXentLoss(first: tf.Tensor2D, second: tf.Tensor2D, temperature: number): tf.Scalar {
  return tf.tidy(() => {
    const [examples] = first.shape;
    const count = 2 * examples;
    const rows = unitLength(tf.concat([first, second]));
    const itself = tf.mul(tf.eye(count), 1e9);
    const logits = tf.sub(tf.div(tf.matMul(rows, rows, false, true), temperature), itself);
    const partner = tf.range(0, count, 1, 'int32');
    const others = tf.oneHot(
      tf.mod(tf.add(partner, tf.scalar(examples, 'int32')), tf.scalar(count, 'int32')),
      count,
    );
    return tf.neg(tf.div(tf.sum(tf.mul(tf.logSoftmax(logits), others)), count)) as tf.Scalar;
  });
}

function unitLength(rows: tf.Tensor2D): tf.Tensor2D {
  const squared = tf.sum(tf.square(rows), 1, true);
  return tf.mul(rows, tf.rsqrt(tf.add(squared, 1e-12))) as tf.Tensor2D;
}
