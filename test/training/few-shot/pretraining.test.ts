import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { PatchSet } from '../../../src/training/few-shot/patch-set.js';
import { type PretrainingMethod, pretrain } from '../../../src/training/few-shot/pretraining.js';
import { VisionTransformer } from '../../../src/training/few-shot/vision-transformer.js';
import { type Stripe, stripedSet } from './striped-set.js';

beforeAll(() => tf.setBackend('cpu'));

const BATCH = 16;
const SHAPE = { height: 8, width: 8, tile: [4, 4] as const, length: 8, heads: 2, blocks: 1, spread: 0.5 };

/** Counts the patches that a training asks for. */
function counted(set: PatchSet<Stripe>): { set: PatchSet<Stripe>; written: () => number } {
  let written = 0;
  const write: PatchSet<Stripe>['write'] = (...given) => {
    written++;
    set.write(...given);
  };
  return { set: { ...set, write }, written: () => written };
}

/**
 * Loss of an encoder that knows nothing: any other view, any of four classes. Stripes in noise hide nothing that could be
 * told; that a masked autoencoder learns what can be is shown in mae.test.ts.
 */
const KNOWS_NOTHING: Record<PretrainingMethod, number> = {
  mae: Number.POSITIVE_INFINITY,
  contrastive: Math.log(BATCH - 1),
  prototypical: Math.log(4),
};

test.each(Object.keys(KNOWS_NOTHING) as PretrainingMethod[])(
  '%s learns, from as many patches as any other method, and leaves no tensor but the encoder',
  async (method) => {
    const { set, written } = counted(stripedSet(1, 6, 5));
    const encoder = new VisionTransformer(SHAPE, 1);
    const before = tf.memory().numTensors;
    const steps = 60;
    const options = { method, steps, batch: BATCH, learningRate: 0.02, seed: 1 };
    const { losses, autoencoder } = await pretrain(encoder, set, options);
    autoencoder?.dispose();
    expect(written()).toBe(steps * BATCH);
    const last = losses.slice(-5).reduce((sum, loss) => sum + loss / 5, 0);
    expect(last).toBeLessThan(0.8 * KNOWS_NOTHING[method]);
    expect(tf.memory().numTensors).toBe(before);
  },
);
