import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';

/** As in Keras. */
const EPSILON = 1e-3;
/** Share of the old in the moving mean and variance. */
const MOMENTUM = 0.95;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of `[batch, height, width, channels]`, with its gradient written
 * out: tfjs's own layer leaves that to some thirty elementwise operations, half the training time of a small
 * network. The weights are those of tfjs's layer, in its order, so that one takes the place of the other.
 */
export class BatchNormalisation extends layers.Layer {
  static className = 'HullprintBatchNormalisation';
  readonly #firstGamma: number;
  #gamma!: LayerVariable;
  #beta!: LayerVariable;
  #movingMean!: LayerVariable;
  #movingVariance!: LayerVariable;

  constructor({ name, gamma }: { name?: string; gamma: number }) {
    super(name === undefined ? {} : { name });
    this.#firstGamma = gamma;
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = [(inputShape as Shape).at(-1)!];
    const [ones, zeros] = [initializers.ones(), initializers.zeros()];
    this.#gamma = this.addWeight(
      'gamma',
      channels,
      'float32',
      initializers.constant({ value: this.#firstGamma }),
    );
    this.#beta = this.addWeight('beta', channels, 'float32', zeros);
    this.#movingMean = this.addWeight('moving_mean', channels, 'float32', zeros, undefined, false);
    this.#movingVariance = this.addWeight('moving_variance', channels, 'float32', ones, undefined, false);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false }: { training?: boolean }): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0]! : inputs) as tf.Tensor4D;
    const [gamma, beta] = [this.#gamma.read() as tf.Tensor1D, this.#beta.read() as tf.Tensor1D];
    if (!training) {
      const [mean, variance] = [this.#movingMean.read(), this.#movingVariance.read()];
      return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, EPSILON);
    }
    return tf.tidy(() => {
      const { mean, variance } = moments(x);
      move(this.#movingMean, mean);
      move(this.#movingVariance, variance);
      return normaliseBatch(x, gamma, beta);
    });
  }
}

/** Gives `gamma (x - mean) / sqrt(variance + 0.001) + beta` with mean and variance of the batch, for each channel. */
export function normaliseBatch(x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D): tf.Tensor4D {
  return normalise(x, gamma, beta) as tf.Tensor4D;
}

const normalise = tf.customGrad((...inputs) => {
  const [x, gamma, beta] = inputs.slice(0, 3) as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  const save = inputs[3] as unknown as tf.GradSaveFunc;
  const { mean, variance } = moments(x);
  const inverse = tf.rsqrt(tf.add(variance, EPSILON));
  save([x, gamma, mean, inverse]);
  return { value: tf.batchNorm(x, mean, variance, beta, gamma, EPSILON), gradFunc: backward };
});

/** dx = gamma inverse (dy - mean(dy) - x̂ mean(dy x̂)), gathered to one factor for dy, one for x and a constant. */
function backward(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [x, gamma, mean, inverse] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const count = x.size / mean.size;
  const dBeta = tf.sum(dy, [0, 1, 2]);
  const dGamma = tf.mul(inverse, tf.sub(tf.sum(tf.mul(dy, x), [0, 1, 2]), tf.mul(mean, dBeta)));
  const ofDy = tf.mul(gamma, inverse);
  const ofX = tf.div(tf.mul(tf.mul(ofDy, inverse), dGamma), -count);
  const constant = tf.sub(tf.div(tf.mul(ofDy, dBeta), -count), tf.mul(ofX, mean));
  const dx = tf.add(tf.mul(dy, ofDy), tf.add(tf.mul(x, ofX), constant));
  return [dx, dGamma, dBeta];
}

function moments(x: tf.Tensor4D): { mean: tf.Tensor1D; variance: tf.Tensor1D } {
  const mean = tf.mean(x, [0, 1, 2]) as tf.Tensor1D;
  const square = tf.mean(tf.square(x), [0, 1, 2]);
  return { mean, variance: tf.relu(tf.sub(square, tf.square(mean))) as tf.Tensor1D };
}

function move(moving: LayerVariable, now: tf.Tensor): void {
  moving.write(tf.add(tf.mul(moving.read(), MOMENTUM), tf.mul(now, 1 - MOMENTUM)));
}
