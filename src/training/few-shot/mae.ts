import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../simulator/random.js';
import { apply, drawDense, VisionTransformer, zeros } from './vision-transformer.js';

export interface MaskedAutoencoderOptions {
  /** Share of the tiles that the encoder does not see. */
  maskedShare: number;
  /** Tokens and blocks of the decoder, which is thrown away after the training. */
  decoder: { length: number; heads: number; blocks: number };
}

export const MAE_OPTIONS: MaskedAutoencoderOptions = {
  maskedShare: 0.75,
  decoder: { length: 32, heads: 4, blocks: 1 },
};

/** Which tiles of each patch of a batch are hidden. */
export interface Mask {
  /** `[batch, seen, tiles]`, a 1 in each row. */
  visible: tf.Tensor3D;
  /** `[batch, tiles]`, 1 where hidden. */
  hidden: tf.Tensor2D;
}

/** Keeps a tile that is all the same from being divided by nothing. */
const EPSILON = 1e-6;

/**
 * A masked autoencoder (He et al. 2022): the encoder sees a quarter of the tiles, and a small decoder tells the
 * others, each less its own mean and over its own spread, by mean squared error over the hidden tiles alone.
 */
export class MaskedAutoencoder {
  readonly encoder: VisionTransformer;
  readonly #options: MaskedAutoencoderOptions;
  readonly #decoder: VisionTransformer;
  readonly #between: ReturnType<typeof drawDense>;
  readonly #exit: ReturnType<typeof drawDense>;
  readonly #maskToken: tf.Variable;

  constructor(encoder: VisionTransformer, options: MaskedAutoencoderOptions, seed: number) {
    this.encoder = encoder;
    this.#options = options;
    const { length } = options.decoder;
    const random = new Random(`masked autoencoder ${seed}`);
    const [rows, columns] = gridOf(encoder);
    // Its patch is the grid of tokens: a tile is one token.
    const shape = {
      height: rows,
      width: columns * length,
      tile: [1, length] as const,
      spread: 1,
      ...options.decoder,
    };
    this.#decoder = new VisionTransformer(shape, seed + 1);
    this.#between = drawDense(random, encoder.shape.length, length);
    this.#exit = drawDense(random, length, encoder.tileSize);
    this.#maskToken = zeros([length]);
  }

  get variables(): tf.Variable[] {
    const { weights: exit, bias: exitBias } = this.#exit;
    const { weights: between, bias: betweenBias } = this.#between;
    return [
      ...this.encoder.variables,
      ...this.#decoder.variables,
      between,
      betweenBias,
      exit,
      exitBias,
      this.#maskToken,
    ];
  }

  /** Hides as many tiles of each patch, each set of them as likely. */
  drawMask(batch: number, random: Random): Mask {
    const { tiles } = this.encoder;
    const seen = Math.max(1, Math.round(tiles * (1 - this.#options.maskedShare)));
    const visible = new Float32Array(batch * seen * tiles);
    const hidden = new Float32Array(batch * tiles).fill(1);
    for (let patch = 0; patch < batch; patch++) {
      const order = Array.from({ length: tiles }, (_, tile) => tile);
      for (let row = 0; row < seen; row++) {
        const pick = random.integer(row, tiles - 1);
        const tile = order[pick]!;
        order[pick] = order[row]!;
        visible[(patch * seen + row) * tiles + tile] = 1;
        hidden[patch * tiles + tile] = 0;
      }
    }
    return {
      visible: tf.tensor3d(visible, [batch, seen, tiles]),
      hidden: tf.tensor2d(hidden, [batch, tiles]),
    };
  }

  /** Loss of patches `[batch, height, width]` under a mask. */
  loss(patches: tf.Tensor3D, mask: Mask): tf.Scalar {
    return tf.tidy(() => {
      const tiles = this.encoder.cut(patches);
      return maskedError(this.#predict(tiles, mask), normalisedTiles(tiles).values, mask.hidden);
    });
  }

  /**
   * What it makes of patches `[batch, height, width]` under a mask, as tiles `[batch, tiles, tileSize]`: those seen
   * as they are, the hidden ones as predicted, with their own mean and spread, which it is not asked for.
   */
  reconstruct(patches: tf.Tensor3D, { visible, hidden }: Mask): tf.Tensor3D {
    return tf.tidy(() => {
      const tiles = this.encoder.cut(patches);
      const { mean, spread } = normalisedTiles(tiles);
      const told = tf.add(tf.mul(this.#predict(tiles, { visible, hidden }), spread), mean);
      const isHidden = tf.expandDims(hidden, 2);
      return tf.add(tf.mul(told, isHidden), tf.mul(tiles, tf.sub(1, isHidden)));
    });
  }

  /** Frees all but the encoder. */
  dispose(): void {
    const kept = new Set(this.encoder.variables);
    tf.dispose(this.variables.filter((variable) => !kept.has(variable)));
    this.#decoder.dispose();
  }

  #predict(tiles: tf.Tensor3D, { visible, hidden }: Mask): tf.Tensor3D {
    const seen = apply(this.#between, this.encoder.encode(tiles, visible).at(-1)!);
    const placed = tf.matMul(visible, seen, true) as tf.Tensor3D;
    const missing = tf.mul(tf.expandDims(hidden, 2), this.#maskToken);
    const decoded = this.#decoder.encode(tf.add(placed, missing)).at(-1)!;
    return apply(this.#exit, decoded);
  }
}

/** Mean over the hidden tiles of the mean squared error; predicted and target `[batch, tiles, tileSize]`. */
export function maskedError(predicted: tf.Tensor3D, target: tf.Tensor3D, hidden: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const errors = tf.mean(tf.squaredDifference(predicted, target), 2);
    return tf.div(tf.sum(tf.mul(errors, hidden)), tf.sum(hidden)) as tf.Scalar;
  });
}

/** Tiles less their own mean and over their own spread (He et al. 2022, section 3, "reconstruction target"). */
export function normalisedTiles(tiles: tf.Tensor3D): {
  values: tf.Tensor3D;
  mean: tf.Tensor;
  spread: tf.Tensor;
} {
  const { mean, variance } = tf.moments(tiles, 2, true);
  const spread = tf.sqrt(tf.add(variance, EPSILON));
  return { values: tf.div(tf.sub(tiles, mean), spread), mean, spread };
}

function gridOf({ shape }: VisionTransformer): [number, number] {
  return [shape.height / shape.tile[0], shape.width / shape.tile[1]];
}
