import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of all operations
import { expect } from 'vitest';

/** Holds the gradients of `loss` at `variables` against central differences, value by value; strongly curved losses want small steps. */
export async function expectGradients(
  loss: () => tf.Scalar,
  variables: readonly tf.Variable[],
  step = 1e-2,
): Promise<void> {
  const { grads } = tf.variableGrads(loss, [...variables]);
  const valueAt = (variable: tf.Variable, values: Float32Array): number =>
    tf.tidy(() => {
      variable.assign(tf.tensor(values, variable.shape));
      return loss().dataSync()[0]!;
    });
  for (const variable of variables) {
    const values = Float32Array.from(await variable.data());
    const gradient = await grads[variable.name]!.data();
    for (let i = 0; i < values.length; i++) {
      const moved = (by: number) => values.map((value, at) => (at === i ? value + by : value));
      const slope = (valueAt(variable, moved(step)) - valueAt(variable, moved(-step))) / (2 * step);
      expect(Math.abs(gradient[i]! - slope), `${variable.name}[${i}]`).toBeLessThan(
        2e-3 * Math.max(1, Math.abs(slope)),
      );
    }
    variable.assign(tf.tensor(values, variable.shape));
  }
}
