import * as tf from '@tensorflow/tfjs-core';

/** Rows that are computed at once. */
const BATCH = 256;

/**
 * Computes something `[batch, values]` of batches of rows `[batch, length]`. Gives it for all rows, one after another.
 */
export async function inBatches(
  rows: Float32Array,
  length: number,
  compute: (batch: tf.Tensor2D) => tf.Tensor2D,
): Promise<Float32Array> {
  const count = rows.length / length;
  let all = new Float32Array(0);
  for (let from = 0; from < count; from += BATCH) {
    const batch = rows.subarray(from * length, Math.min(count, from + BATCH) * length);
    const computed = tf.tidy(() => compute(tf.tensor2d(batch, [batch.length / length, length])));
    const values = computed.shape[1];
    if (from === 0) all = new Float32Array(count * values);
    all.set(await computed.data(), from * values);
    computed.dispose();
  }
  return all;
}

/** Gives the rows of these numbers, one after another. */
export function gatherRows(rows: Float32Array, length: number, numbers: readonly number[]): Float32Array {
  const gathered = new Float32Array(numbers.length * length);
  for (const [i, number] of numbers.entries()) {
    gathered.set(rows.subarray(number * length, (number + 1) * length), i * length);
  }
  return gathered;
}
