import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../simulator/random.js';

export interface TransformerShape {
  /** Of a patch of the data set: image or spectrogram. */
  height: number;
  width: number;
  /** Rows and columns of a tile; they divide height and width. */
  tile: readonly [number, number];
  /** Length of a token. */
  length: number;
  heads: number;
  blocks: number;
  /** Spread of the values of a patch, by which they are divided. */
  spread: number;
}

interface Block {
  normalisations: [Normalisation, Normalisation];
  attention: { inward: Dense; outward: Dense };
  perceptron: { inward: Dense; outward: Dense };
}
interface Dense {
  weights: tf.Variable;
  bias: tf.Variable;
}
interface Normalisation {
  gain: tf.Variable;
  bias: tf.Variable;
}

/** Of the hidden layer of a block against its tokens. */
const WIDENING = 4;
const EPSILON = 1e-6;

/**
 * A vision transformer (Dosovitskiy et al. 2021) without a class token: tiles, fixed sine and cosine positions in
 * two dimensions, blocks of attention and perceptron, each behind a layer normalisation, and one at the end. Any
 * subset of the tiles can be encoded, as masked autoencoders want it.
 */
export class VisionTransformer {
  readonly shape: TransformerShape;
  readonly tiles: number;
  /** Values in a tile. */
  readonly tileSize: number;
  readonly variables: tf.Variable[] = [];
  readonly #positions: tf.Tensor2D;
  readonly #entrance: Dense;
  readonly #blocks: Block[];
  readonly #last: Normalisation;

  /** The same seed gives the same weights. Throws RangeError where the tiles do not fill the patch. */
  constructor(shape: TransformerShape, seed: number) {
    const { height, width, tile, length, blocks } = shape;
    if (height % tile[0] !== 0 || width % tile[1] !== 0 || length % (4 * shape.heads) !== 0) {
      throw new RangeError(`tiles of ${tile} and tokens of ${length} do not fit ${height} × ${width}`);
    }
    this.shape = shape;
    const [rows, columns] = [height / tile[0], width / tile[1]];
    this.tiles = rows * columns;
    this.tileSize = tile[0] * tile[1];
    const random = new Random(`transformer ${seed}`);
    this.#positions = tf.keep(positions(rows, columns, length));
    this.#entrance = this.#dense(random, this.tileSize, length);
    this.#blocks = Array.from({ length: blocks }, () => this.#block(random, length));
    this.#last = this.#normalisation(length);
  }

  /** Cuts patches `[batch, height, width]` into tiles `[batch, tiles, tileSize]`, row by row. */
  cut(patches: tf.Tensor3D): tf.Tensor3D {
    const { height, width, tile } = this.shape;
    const [rows, columns] = [height / tile[0], width / tile[1]];
    return tf.tidy(() => {
      const grid = tf.reshape(patches, [-1, rows, tile[0], columns, tile[1]]);
      return tf.reshape(tf.transpose(grid, [0, 1, 3, 2, 4]), [-1, this.tiles, this.tileSize]) as tf.Tensor3D;
    });
  }

  /**
   * Encodes tiles `[batch, tiles, tileSize]`; gives the tokens after each block, the last ones normalised.
   *
   * @param visible one row for each tile that is seen, `[batch, seen, tiles]`, with 1 at the tile; all unless given
   */
  encode(tiles: tf.Tensor3D, visible?: tf.Tensor3D): tf.Tensor3D[] {
    const scaled = tf.div(tiles, this.shape.spread) as tf.Tensor3D;
    let tokens = tf.add(apply(this.#entrance, scaled), this.#positions) as tf.Tensor3D;
    if (visible) tokens = tf.matMul(visible, tokens) as tf.Tensor3D;
    const after = this.#blocks.map((block) => {
      tokens = this.#transform(block, tokens);
      return tokens;
    });
    return [...after.slice(0, -1), normalise(this.#last, tokens)];
  }

  dispose(): void {
    tf.dispose([this.#positions, ...this.variables]);
  }

  #transform({ normalisations, attention, perceptron }: Block, tokens: tf.Tensor3D): tf.Tensor3D {
    const attended = this.#attend(attention, normalise(normalisations[0], tokens));
    const between = tf.add(tokens, attended) as tf.Tensor3D;
    const hidden = gelu(apply(perceptron.inward, normalise(normalisations[1], between)));
    return tf.add(between, apply(perceptron.outward, hidden)) as tf.Tensor3D;
  }

  #attend({ inward, outward }: Block['attention'], tokens: tf.Tensor3D): tf.Tensor3D {
    const { heads, length } = this.shape;
    const [batch, count] = tokens.shape;
    const each = length / heads;
    const parts = tf.transpose(
      tf.reshape(apply(inward, tokens), [batch, count, 3, heads, each]),
      [2, 0, 3, 1, 4],
    );
    const [queries, keys, values] = tf.unstack(parts) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    const weights = tf.softmax(tf.div(tf.matMul(queries, keys, false, true), Math.sqrt(each)));
    const mixed = tf.transpose(tf.matMul(weights, values), [0, 2, 1, 3]);
    return apply(outward, tf.reshape(mixed, [batch, count, length]));
  }

  #block(random: Random, length: number): Block {
    return {
      normalisations: [this.#normalisation(length), this.#normalisation(length)],
      attention: {
        inward: this.#dense(random, length, 3 * length),
        outward: this.#dense(random, length, length),
      },
      perceptron: {
        inward: this.#dense(random, length, WIDENING * length),
        outward: this.#dense(random, WIDENING * length, length),
      },
    };
  }

  #dense(random: Random, inputs: number, outputs: number): Dense {
    const dense = drawDense(random, inputs, outputs);
    this.variables.push(dense.weights, dense.bias);
    return dense;
  }

  #normalisation(length: number): Normalisation {
    const [gain, bias] = [tf.tidy(() => tf.variable(tf.ones([length]))), zeros([length])];
    this.variables.push(gain, bias);
    return { gain, bias };
  }
}

/** Draws a linear layer (Glorot and Bengio 2010, uniform). */
export function drawDense(random: Random, inputs: number, outputs: number): Dense {
  const bound = Math.sqrt(6 / (inputs + outputs));
  const values = Float32Array.from({ length: inputs * outputs }, () => random.uniform(-bound, bound));
  return {
    weights: tf.tidy(() => tf.variable(tf.tensor2d(values, [inputs, outputs]))),
    bias: zeros([outputs]),
  };
}

export function zeros(shape: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape)));
}

/** Applies a linear layer to tokens `[batch, count, inputs]`. */
export function apply({ weights, bias }: Dense, tokens: tf.Tensor3D): tf.Tensor3D {
  const [batch, count, inputs] = tokens.shape;
  const product = tf.matMul(tf.reshape(tokens, [batch * count, inputs]), weights as tf.Tensor2D);
  return tf.reshape(tf.add(product, bias), [batch, count, -1]);
}

function normalise({ gain, bias }: Normalisation, tokens: tf.Tensor3D): tf.Tensor3D {
  const off = tf.sub(tokens, tf.mean(tokens, -1, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(off), -1, true), EPSILON));
  return tf.add(tf.mul(tf.mul(off, inverse), gain), bias) as tf.Tensor3D;
}

/** Hendrycks and Gimpel 2016, by the sigmoid. */
function gelu(x: tf.Tensor3D): tf.Tensor3D {
  return tf.mul(x, tf.sigmoid(tf.mul(x, 1.702)));
}

/** Sines and cosines of a tile's row in one half of the token, of its column in the other `[rows columns, length]`. */
export function positions(rows: number, columns: number, length: number): tf.Tensor2D {
  const quarter = length / 4;
  const values = new Float32Array(rows * columns * length);
  for (let tile = 0; tile < rows * columns; tile++) {
    for (const [half, place] of [Math.floor(tile / columns), tile % columns].entries()) {
      for (let i = 0; i < quarter; i++) {
        const angle = place / 10_000 ** (i / quarter);
        const at = tile * length + 2 * half * quarter + i;
        values[at] = Math.sin(angle);
        values[at + quarter] = Math.cos(angle);
      }
    }
  }
  return tf.tensor2d(values, [rows * columns, length]);
}
