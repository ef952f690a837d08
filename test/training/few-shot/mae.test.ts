import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../src/simulator/random.js';
import { train } from '../../../src/training/few-shot/descent.js';
import { MaskedAutoencoder, maskedError, normalisedTiles } from '../../../src/training/few-shot/mae.js';
import { VisionTransformer } from '../../../src/training/few-shot/vision-transformer.js';
import { expectGradients } from './numeric-gradient.js';

beforeAll(() => tf.setBackend('cpu'));

const SHAPE = { height: 4, width: 4, tile: [2, 2] as const, length: 4, heads: 1, blocks: 1, spread: 1 };
const OPTIONS = { maskedShare: 0.75, decoder: { length: 4, heads: 1, blocks: 1 } };

describe('tiles', () => {
  test('are cut row by row', async () => {
    const encoder = new VisionTransformer(SHAPE, 1);
    const patch = tf.reshape(tf.range(0, 16), [1, 4, 4]) as tf.Tensor3D;
    expect(await encoder.cut(patch).array()).toEqual([
      [
        [0, 1, 4, 5],
        [2, 3, 6, 7],
        [8, 9, 12, 13],
        [10, 11, 14, 15],
      ],
    ]);
  });

  test('that do not fill the patch are refused', () => {
    expect(() => new VisionTransformer({ ...SHAPE, tile: [3, 2] }, 1)).toThrow(RangeError);
  });

  test('are told less their mean and over their spread', async () => {
    const { values, mean, spread } = normalisedTiles(tf.tensor3d([[[1, 3]]]));
    const [low, high] = await values.data();
    expect(low).toBeCloseTo(-1, 5);
    expect(high).toBeCloseTo(1, 5);
    expect([(await mean.data())[0], (await spread.data())[0]]).toEqual([2, expect.closeTo(1, 5)]);
  });
});

test('the loss is the mean squared error of the hidden tiles alone', async () => {
  // Hidden: errors 1 and 9 of tile 1 of the first patch, mean 5; 4 and 0 of tile 0 of the second, mean 2.
  const predicted = tf.tensor3d([
    [
      [9, 9],
      [1, 3],
    ],
    [
      [2, 0],
      [5, 5],
    ],
  ]);
  const hidden = tf.tensor2d([
    [0, 1],
    [1, 0],
  ]);
  expect((await maskedError(predicted, tf.zeros([2, 2, 2]), hidden).data())[0]).toBeCloseTo(3.5, 6);
});

describe('a masked autoencoder', () => {
  const patches = tf.randomUniform<tf.Rank.R3>([2, 4, 4], -1, 1, 'float32', 3);

  test('hides three quarters of the tiles, others each time', async () => {
    const autoencoder = new MaskedAutoencoder(new VisionTransformer(SHAPE, 1), OPTIONS, 1);
    const { visible, hidden } = autoencoder.drawMask(200, new Random(1));
    expect(visible.shape).toEqual([200, 1, 4]);
    const rows = await hidden.array();
    for (const row of rows) expect(row.reduce((sum, one) => sum + one, 0)).toBe(3);
    for (const tile of [0, 1, 2, 3]) {
      const seen = rows.filter((row) => row[tile] === 0).length;
      expect(seen).toBeGreaterThan(30);
      expect(seen).toBeLessThan(70);
    }
  });

  test('does not see what is hidden', async () => {
    const encoder = new VisionTransformer(SHAPE, 1);
    const tiles = encoder.cut(patches);
    const visible = tf.tensor3d([[[0, 1, 0, 0]], [[0, 0, 0, 1]]]);
    const hidden = tf.tensor3d([
      [[1], [0], [1], [1]],
      [[1], [1], [1], [0]],
    ]);
    const other = tf.add(tiles, tf.mul(hidden, 5)) as tf.Tensor3D;
    const tokens = await encoder.encode(tiles, visible).at(-1)!.data();
    expect(await encoder.encode(other, visible).at(-1)!.data()).toEqual(tokens);
  });

  test('shows what it sees as it is, and the rest as predicted', async () => {
    const autoencoder = new MaskedAutoencoder(new VisionTransformer(SHAPE, 1), OPTIONS, 1);
    const mask = autoencoder.drawMask(2, new Random(2));
    const [told, whole] = [autoencoder.reconstruct(patches, mask), autoencoder.encoder.cut(patches)];
    const differs = await tf.max(tf.abs(tf.sub(told, whole)), 2).array();
    const hidden = await mask.hidden.array();
    for (const [patch, row] of (differs as number[][]).entries()) {
      for (const [tile, off] of row.entries()) expect(off > 1e-6).toBe(hidden[patch]![tile] === 1);
    }
  });

  test('the gradient of its loss is its slope, by central differences', async () => {
    const autoencoder = new MaskedAutoencoder(new VisionTransformer(SHAPE, 1), OPTIONS, 1);
    const mask = autoencoder.drawMask(2, new Random(3));
    await expectGradients(() => autoencoder.loss(patches, mask), autoencoder.variables, 2e-3);
  });

  test('learns to tell hidden tiles better than their mean', async () => {
    const encoder = new VisionTransformer({ ...SHAPE, length: 16, heads: 2 }, 1);
    const autoencoder = new MaskedAutoencoder(encoder, OPTIONS, 1);
    const losses = await train(
      autoencoder.variables,
      (step) => {
        const random = new Random(`ramps ${step}`);
        const values = Float32Array.from({ length: 16 * 16 }, (_, i) => (i % 4) + random.normal(0, 0.1));
        return autoencoder.loss(tf.tensor3d(values, [16, 4, 4]), autoencoder.drawMask(16, random));
      },
      { steps: 60, learningRate: 0.01 },
    );
    // Each target has mean 0 and spread 1: telling the mean would cost 1.
    expect(losses.at(-1)!).toBeLessThan(0.3);
  });
});
