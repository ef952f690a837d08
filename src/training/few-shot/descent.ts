import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of all operations
import { Adam } from './adam.js';

/** Takes step `step` of `steps` (from 1) against the loss; the rate falls to zero along a half cosine. Gives the loss. */
export async function descend(
  adam: Adam,
  variables: readonly tf.Variable[],
  loss: () => tf.Scalar,
  { step, steps, learningRate }: { step: number; steps: number; learningRate: number },
): Promise<number> {
  const { value, grads } = tf.variableGrads(loss, [...variables]);
  adam.apply(grads, step, learningRate * 0.5 * (1 + Math.cos((Math.PI * (step - 1)) / steps)));
  const [now] = await value.data();
  tf.dispose([value, grads]);
  return now!;
}

/** A whole training: `lossOf` gives the loss of each step, and what it was made of is freed after it. */
export async function train(
  variables: readonly tf.Variable[],
  lossOf: (step: number) => tf.Scalar,
  { steps, learningRate, onStep }: { steps: number; learningRate: number; onStep?: (step: number) => void },
): Promise<number[]> {
  const adam = new Adam(variables);
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    losses.push(await descend(adam, variables, () => lossOf(step), { step, steps, learningRate }));
    onStep?.(step);
  }
  adam.dispose();
  return losses;
}
