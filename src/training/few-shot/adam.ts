import * as tf from '@tensorflow/tfjs-core';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba 2015, algorithm 1). tfjs's own keeps the powers of beta as running products that its saved
 * state does not hold, so a resumed training would differ from one that was never stopped; and it knows no
 * schedule of the learning rate.
 */
export class Adam {
  readonly #variables: readonly tf.Variable[];
  readonly #firstSteps: readonly number[];
  /** First and second moments, by variable. */
  readonly moments: { first: tf.Variable; second: tf.Variable }[];

  /** @param firstSteps the step from which each variable is learnt, 1 unless given */
  constructor(variables: readonly tf.Variable[], firstSteps: readonly number[] = variables.map(() => 1)) {
    this.#variables = variables;
    this.#firstSteps = firstSteps;
    const zeros = (shape: number[]) => tf.tidy(() => tf.variable(tf.zeros(shape), false));
    this.moments = variables.map(({ shape }) => ({ first: zeros(shape), second: zeros(shape) }));
  }

  /** Takes step `step` (from 1) against the gradients, given by variable name. */
  apply(gradients: tf.NamedTensorMap, step: number, learningRate: number): void {
    for (const [index, variable] of this.#variables.entries()) {
      const { first, second } = this.moments[index]!;
      const own = step - this.#firstSteps[index]! + 1;
      if (own < 1) continue;
      const rate = (learningRate * Math.sqrt(1 - BETA2 ** own)) / (1 - BETA1 ** own);
      const gradient = gradients[variable.name]!;
      tf.tidy(() => {
        first.assign(tf.add(tf.mul(first, BETA1), tf.mul(gradient, 1 - BETA1)));
        second.assign(tf.add(tf.mul(second, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
        variable.assign(tf.sub(variable, tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), EPSILON))));
      });
    }
  }

  dispose(): void {
    for (const { first, second } of this.moments) tf.dispose([first, second]);
  }
}
