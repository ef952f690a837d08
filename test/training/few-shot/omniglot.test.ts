import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneShotRunsError, readOneShotRuns } from '../../../bench/omniglot/one-shot-runs.js';
import { unpack } from '../../../bench/omniglot/unpack.js';
import { imageSet } from '../../../src/training/few-shot/image-set.js';
import { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';

const OMNIGLOT = '../shared/omniglot';
const SIZE = 15;
const absent = existsSync(OMNIGLOT) ? '' : ` (skipped: ${OMNIGLOT} is not there)`;

describe.skipIf(absent)(`the published one-shot runs of Omniglot${absent}`, () => {
  const unpacked = mkdtempSync(join(tmpdir(), 'hullprint-omniglot-test-'));
  beforeAll(async () => {
    unpack(OMNIGLOT, ['all_runs'], unpacked);
    await tf.setBackend('cpu');
  });
  afterAll(() => rmSync(unpacked, { recursive: true }));

  test('are 400 trials, 20 ways each, and no network is told an answer', async () => {
    const runs = await readOneShotRuns(unpacked, SIZE);
    expect(runs).toHaveLength(20);
    for (const { queries, supports, answers } of runs) {
      expect([queries.length, supports.length]).toEqual([20, 20]);
      expect([...answers].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    }
    // An untrained network of random filters knows something of shapes, yet far from all.
    const encoder = new PatchEncoder({ height: SIZE, width: SIZE, filters: [4, 4] }, 1);
    const error = await oneShotRunsError(encoder, imageSet([], SIZE), runs, 1);
    expect(error).toBeGreaterThan(0.4);
    expect(error).toBeLessThan(0.9);
  });
});
