import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { ntXentLoss } from '../../../src/training/few-shot/nt-xent.js';
import { expectGradients } from './numeric-gradient.js';

beforeAll(() => tf.setBackend('cpu'));

test('each view names its partner among all others by cosine similarity over the temperature', async () => {
  // Unit vectors 0° and 90°, seen alike twice: similarities 1 to the partner and 0 to the two others, whatever the length.
  const first = tf.tensor2d([
    [2, 0],
    [0, 1],
  ]);
  const second = tf.tensor2d([
    [1, 0],
    [0, 5],
  ]);
  const [loss] = await ntXentLoss(first, second, 0.5).data();
  expect(loss).toBeCloseTo(Math.log(1 + 2 * Math.exp(-2)), 5);
});

test('its gradient is its slope, by central differences', async () => {
  const [first, second] = [1, 2].map((seed) =>
    tf.variable(tf.randomUniform<tf.Rank.R2>([3, 2], -1, 1, 'float32', seed)),
  ) as [tf.Variable<tf.Rank.R2>, tf.Variable<tf.Rank.R2>];
  await expectGradients(() => ntXentLoss(first, second, 0.7), [first, second]);
});
