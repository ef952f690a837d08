import * as tf from '@tensorflow/tfjs-core';

/**
 * Makes tfjs compute on `engine`. Throws an Error when it does not: tfjs itself only warns when a backend
 * fails to start, and goes on with another one, so the answer is read back.
 */
export async function useEngine(engine: string): Promise<void> {
  if (tf.getBackend() === engine) return;
  const started = await tf.setBackend(engine);
  if (!started || tf.getBackend() !== engine) throw new Error(`tfjs could not start its backend ${engine}`);
}
