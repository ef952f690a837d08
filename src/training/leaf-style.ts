import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { LEAF_STYLE_FLOOR, leafStyleBins } from '../features/leaf-style.js';
import {
  constrainLeafStyle,
  type LeafStyle,
  type LeafStyleParameter,
  leafStyleBounds,
  leafStyleParameters,
  leafStyleWindowSamples,
  SMOOTHERS,
} from '../features/leaf-style-parameters.js';

type Weight = ReturnType<layers.Layer['addWeight']>;

/**
 * The LEAF-style front end as a layer that learns: power spectra `[batch, frames, leafStyleBins]` to features
 * `[batch, frames, bands]`. E[n,t] = Σ_k exp(−s_n² (ω_k − h_n)²) |X_t[k]|² is a product of matrices, so every backend
 * has its gradient.
 */
export class LeafStyleLayer extends layers.Layer {
  static readonly className = 'LeafStyle';
  readonly #initial: LeafStyle;
  readonly #weights = new Map<LeafStyleParameter, Weight>();

  constructor(initial: LeafStyle) {
    super({});
    this.#initial = initial;
  }

  /** What it has learnt so far, within the bounds. */
  get leafStyle(): LeafStyle {
    const parameters = { ...this.#initial.parameters };
    for (const [name, weight] of this.#weights)
      parameters[name] = Float64Array.from(weight.read().dataSync());
    return constrainLeafStyle({ ...this.#initial, parameters });
  }

  /** Moves weights that a step took out of their bounds back to them; beyond, they would have no gradient. */
  constrain(): void {
    const { parameters } = this.leafStyle;
    for (const [name, weight] of this.#weights) write(weight, parameters[name]);
  }

  override build(): void {
    for (const name of leafStyleParameters(this.#initial.compression)) {
      const values = this.#initial.parameters[name];
      const weight = this.addWeight(name, [values.length], 'float32', initializers.zeros());
      write(weight, values);
      this.#weights.set(name, weight);
    }
    this.built = true;
  }

  override computeOutputShape(shape: (number | null)[]): (number | null)[] {
    return [shape[0]!, shape[1]!, this.#initial.parameters.logCentre.length];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [spectra] = Array.isArray(inputs) ? inputs : [inputs];
    return tf.tidy(() => {
      const energies = this.#energies(spectra as tf.Tensor3D);
      return this.#initial.compression === 'log' ? this.#log(energies) : this.#pcen(energies);
    });
  }

  #energies(spectra: tf.Tensor3D): tf.Tensor3D {
    const [batch, frames, bins] = spectra.shape;
    const frequency = tf.mul(tf.range(0, leafStyleBins), (2 * Math.PI) / leafStyleWindowSamples);
    const offset = tf.sub(tf.reshape(frequency, [bins, 1]), tf.exp(this.#bounded('logCentre')));
    const bank = tf.exp(tf.neg(tf.square(tf.mul(offset, tf.exp(this.#bounded('logWidth'))))));
    const rows = tf.reshape(spectra, [batch * frames, bins]);
    return tf.reshape(tf.matMul(rows, bank as tf.Tensor2D), [batch, frames, -1]);
  }

  #log(energies: tf.Tensor3D): tf.Tensor {
    const gain = tf.exp(tf.mul(tf.exp(this.#bounded('logExponent')), Math.LN10));
    return tf.log1p(tf.mul(energies, gain));
  }

  #pcen(energies: tf.Tensor3D): tf.Tensor {
    const delta = this.#bounded('delta');
    const power = tf.reciprocal(this.#bounded('root'));
    const level = tf.add(this.#averages(energies), LEAF_STYLE_FLOOR);
    const normalised = tf.mul(energies, tf.exp(tf.neg(tf.mul(this.#bounded('alpha'), tf.log(level)))));
    return tf.sub(tf.pow(tf.add(normalised, delta), power), tf.pow(delta, power));
  }

  /** Mixture of the smoothers; each is a triangular matrix over the frames. */
  #averages(energies: tf.Tensor3D): tf.Tensor3D {
    const [batch, frames, bands] = energies.shape;
    const smoothers = tf.concat(SMOOTHERS.map(({ smoothing }) => smootherMatrix(frames, smoothing)));
    const byFrame = tf.reshape(tf.transpose(energies, [1, 0, 2]), [frames, batch * bands]);
    const averages = tf.reshape(tf.matMul(smoothers, byFrame), [SMOOTHERS.length, frames, batch, bands]);
    const logOdds = tf.stack(
      SMOOTHERS.map(({ name }) => this.#bounded(name)),
      1,
    );
    const shares = tf.reshape(tf.transpose(tf.softmax(logOdds)), [SMOOTHERS.length, 1, 1, bands]);
    const mixed: tf.Tensor3D = tf.sum(tf.mul(averages, shares), 0);
    return tf.transpose(mixed, [1, 0, 2]);
  }

  #bounded(name: LeafStyleParameter): tf.Tensor {
    const [least, most] = leafStyleBounds()[name];
    return tf.clipByValue(this.#weights.get(name)!.read(), least, most);
  }
}

/** A first-order average `[frames, frames]` that starts from the first frame. */
function smootherMatrix(frames: number, smoothing: number): tf.Tensor2D {
  const weights = new Float32Array(frames * frames);
  for (let to = 0; to < frames; to++) {
    for (let from = 0; from <= to; from++)
      weights[to * frames + from] = (from === 0 ? 1 : smoothing) * (1 - smoothing) ** (to - from);
  }
  return tf.tensor2d(weights, [frames, frames]);
}

function write(weight: Weight, values: Float64Array): void {
  tf.tidy(() => void weight.write(tf.tensor1d(Float32Array.from(values))));
}
