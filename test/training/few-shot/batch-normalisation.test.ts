import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { normaliseBatch } from '../../../src/training/few-shot/batch-normalisation.js';
import { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import { expectGradients } from './numeric-gradient.js';

beforeAll(() => tf.setBackend('cpu'));

const uniform = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, 'float32', seed);

test('a normalised batch is that of the layer of tfjs', async () => {
  const x = uniform([3, 2, 2, 2], 1) as tf.Tensor4D;
  const [gamma, beta] = [tf.tensor1d([1.5, 0.5]), tf.tensor1d([0.2, -1])];
  const own = sequential({ layers: [layers.batchNormalization({ inputShape: [2, 2, 2] })] });
  own.setWeights([gamma, beta, tf.zeros([2]), tf.ones([2])]);
  const expected = await (own.apply(x, { training: true }) as tf.Tensor).data();
  const given = await normaliseBatch(x, gamma, beta).data();
  given.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
});

test('the gradient of the normalisation is its slope, by central differences', async () => {
  const x = tf.variable(uniform([2, 2, 2, 2], 2)) as tf.Variable<tf.Rank.R4>;
  const gamma = tf.variable(tf.tensor1d([1.5, 0.5]));
  const beta = tf.variable(tf.tensor1d([0.2, -1]));
  const weights = uniform([2, 2, 2, 2], 3);
  await expectGradients(
    () => tf.sum(tf.mul(tf.square(normaliseBatch(x, gamma, beta)), weights)) as tf.Scalar,
    [x, gamma, beta],
  );
});

test('an encoder written in plain layers gives the embeddings of the encoder', async () => {
  const encoder = new PatchEncoder({ height: 9, width: 6, filters: [3, 4] }, 5);
  const patches = uniform([4, 9, 6, 1], 4) as tf.Tensor4D;
  encoder.embed(patches, true); // moves the means and variances that embedding goes by
  const expected = await encoder.embed(patches, false).data();
  const given = await (encoder.plainNetwork().predict(patches) as tf.Tensor).data();
  expect(encoder.embeddingLength).toBe(2 * 1 * 4);
  expect(given).toHaveLength(4 * encoder.embeddingLength);
  given.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 6);
  });
  expect(await encoder.embedAll(Float32Array.from(await patches.data()))).toEqual(expected);
});
