import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of all operations
import { afterEach, expect, test, vi } from 'vitest';
import { openTrainingBackend } from '../../src/training/training-backend.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-training-backend-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

test('training runs where native is not built, and says why it is slower', async () => {
  vi.stubEnv('XDG_CACHE_HOME', scratch); // nothing is built there
  const { name, skipped } = await openTrainingBackend();
  // A machine with tfjs-node among its packages, or with a GPU, has a better one.
  expect(name).toBe(['native', 'webgpu', 'javascript'][skipped.length]);
  for (const { reason } of skipped) expect(reason).not.toBe('');

  const filter = tf.variable(tf.ones([3, 3, 1, 2])) as tf.Variable<tf.Rank.R4>;
  const { grads } = tf.variableGrads(
    () => tf.sum(tf.conv2d(tf.ones([1, 8, 8, 1]) as tf.Tensor4D, filter, 1, 'same')) as tf.Scalar,
  );
  // How many pixels each weight touches: 8 × 8 in the middle, 7 × 7 in a corner.
  const gradient = await grads[filter.name]!.data();
  expect([gradient[0], gradient[8]]).toEqual([49, 64]);
});
