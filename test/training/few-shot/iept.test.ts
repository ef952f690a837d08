import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../src/simulator/random.js';
import { train } from '../../../src/training/few-shot/descent.js';
import { drawEpisode } from '../../../src/training/few-shot/episode.js';
import {
  attend,
  auxiliaryLoss,
  episodeLoss,
  IEPT_OPTIONS,
  Iept,
  instanceLoss,
} from '../../../src/training/few-shot/iept.js';
import { turnPatch } from '../../../src/training/few-shot/image-set.js';
import { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import type { PatchSet } from '../../../src/training/few-shot/patch-set.js';
import { expectGradients } from './numeric-gradient.js';

beforeAll(() => tf.setBackend('cpu'));

async function numberOf(loss: tf.Scalar): Promise<number> {
  return (await loss.data())[0]!;
}

describe('the instance-level loss (equation 3)', () => {
  test('is the cross-entropy of naming the view, over examples and views', async () => {
    // View 0 is named with odds of e² : 1, view 1 with even odds: (ln(1 + e⁻²) + ln 2) / 2.
    const logits = tf.tensor3d([
      [
        [2, 0],
        [1, 1],
      ],
    ]);
    expect(await numberOf(instanceLoss(logits))).toBeCloseTo((0.126928 + Math.LN2) / 2, 5);
  });
});

describe('the episode-level loss (equations 4 to 6)', () => {
  test('is the divergence of the views from their mean, mean over classes, queries and views', async () => {
    // p = (0.8, 0.2) and (0.4, 0.6), mean (0.6, 0.4): the sums are 0.8 ln 4/3 + 0.2 ln 1/2 and 0.4 ln 2/3 + 0.6 ln 3/2.
    const first = 0.8 * Math.log(4 / 3) + 0.2 * Math.log(0.5);
    const second = 0.4 * Math.log(2 / 3) + 0.6 * Math.log(1.5);
    const views = [[[0.8, 0.2]], [[0.4, 0.6]]].map((rows) => tf.log(tf.tensor2d(rows)) as tf.Tensor2D);
    expect(await numberOf(episodeLoss(views))).toBeCloseTo((first + second) / 4, 5);
  });

  test('is nothing where the views agree', async () => {
    const rows = tf.log(tf.tensor2d([[0.7, 0.3]])) as tf.Tensor2D;
    expect(await numberOf(episodeLoss([rows, rows]))).toBeCloseTo(0, 6);
  });
});

test('attention adds to each view what the others hold (equations 7 and 8)', async () => {
  // With queries of zero each view heeds both alike: F + mean(F) Wv.
  const rows = tf.tensor3d([
    [
      [1, 0],
      [3, 2],
    ],
  ]);
  const attended = attend(rows, tf.zeros([2, 2]), tf.eye(2), tf.mul(tf.eye(2), 0.5));
  expect([...(await attended.data())]).toEqual([2, 0.5, 4, 2.5]);
  // Scores of one dimension are f_i f_j: view 0 heeds both alike (e⁰ : e⁰), view 1 itself with e⁴ : 1.
  const one = attend(tf.tensor3d([[[0], [2]]]), tf.eye(1), tf.eye(1), tf.eye(1));
  const [first, second] = await one.data();
  expect(first).toBeCloseTo(1, 6);
  expect(second).toBeCloseTo(2 + (2 * Math.exp(4)) / (1 + Math.exp(4)), 5);
});

test('the auxiliary loss is the mean of the prototypical losses (equation 11)', async () => {
  const near = tf.tensor3d([
    [[0], [1]],
    [[3], [2]],
  ]);
  const even = tf.tensor3d([
    [[0], [1]],
    [[2], [1]],
  ]);
  expect(await numberOf(auxiliaryLoss([near, even], 1))).toBeCloseTo((0.0485874 + Math.LN2) / 2, 6);
});

describe('IEPT as an objective (equation 12)', () => {
  // Two classes of a support and a query, two views of one number: view 0 is `near` above, view 1 is `even`.
  const embeddings = tf.tensor3d([
    [
      [0, 0],
      [1, 1],
    ],
    [
      [3, 2],
      [2, 1],
    ],
  ]);
  const terms = { shots: 1, views: 2, instance: 0, episode: 0, auxiliary: 0, integrated: 0 };
  const lossOf = (some: Partial<typeof IEPT_OPTIONS>) =>
    numberOf(new Iept(1, { ...terms, ...some }, 1).loss(embeddings));

  test('the integrated loss sees the views side by side, d² over their number', async () => {
    // Before anything is learnt: squared distances 2 and 4 + 1 for the first query, 5 and 1 + 1 for the second.
    const log = (own: number, other: number) => Math.log(1 + Math.exp((own - other) / 2));
    expect(await lossOf({ integrated: 1 })).toBeCloseTo((log(2, 5) + log(2, 5)) / 2, 5);
  });

  test('adds up its terms by their weights', async () => {
    const apart = [
      await lossOf({ integrated: 1 }),
      await lossOf({ instance: 0.5 }),
      await lossOf({ episode: 0.5 }),
      await lossOf({ auxiliary: 0.5 }),
    ];
    const whole = await lossOf({ ...IEPT_OPTIONS, views: 2 });
    expect(whole).toBeCloseTo(
      apart.reduce((sum, one) => sum + one, 0),
      5,
    );
    expect(apart[1]).toBeCloseTo(Math.LN2 / 2, 5);
    expect(apart[2]).toBeGreaterThan(0);
  });

  test('its gradient is its slope, by central differences', async () => {
    const objective = new Iept(2, { ...IEPT_OPTIONS, views: 3 }, 1);
    for (const [i, variable] of objective.variables.entries()) {
      variable.assign(tf.randomUniform(variable.shape, -0.7, 0.7, 'float32', i + 1));
    }
    const rows = tf.variable(tf.randomUniform<tf.Rank.R3>([2, 3, 6], -1, 1, 'float32', 7));
    await expectGradients(() => objective.loss(rows), [rows, ...objective.variables]);
  });
});

test('the pretext is learnt well above chance, of classes that were never seen too', async () => {
  const { loss, accuracy } = await learnTurns();
  expect(loss.at(-1)!).toBeLessThan(loss[0]!);
  expect(accuracy).toBeGreaterThan(0.6);
});

/** Hooks of several lengths and places: which way they point tells the turn. */
function hooks(first: number, count: number): PatchSet<number> {
  const size = 8;
  return {
    height: size,
    width: size,
    domains: [
      {
        name: 'hooks',
        classes: Array.from({ length: count }, (_, i) => ({
          name: `${i}`,
          examples: [first + i, first + i + 0.5],
        })),
      },
    ],
    pretexts: [0, 1, 2, 3].map((turns) => ({
      name: `${turns}`,
      apply: (patch) => turnPatch(patch, size, turns),
    })),
    write: (example, patch, random) => {
      patch.fill(0);
      const column = 1 + (Math.floor(example) % 4);
      for (let row = 1; row < 7; row++) patch[row * size + column] = 1;
      for (let i = column; i < Math.min(8, column + 3); i++) patch[size + i] = 1;
      for (let i = 0; i < patch.length; i++) patch[i]! += random?.normal(0, 0.1) ?? 0;
    },
  };
}

async function learnTurns(): Promise<{ loss: number[]; accuracy: number }> {
  const set = hooks(0, 3);
  const encoder = new PatchEncoder({ height: 8, width: 8, filters: [4, 6], embeddingLength: 8 }, 1);
  const iept = new Iept(8, IEPT_OPTIONS, 1);
  const rowsOf = (from: PatchSet<number>, step: number, training: boolean) => {
    const shape = { ways: 3, examples: 2, pretexts: 'every' as const };
    const { patches } = drawEpisode(from, shape, new Random(`turns ${step}`), true);
    return encoder.embed(tf.tensor4d(patches, [24, 8, 8, 1]), training);
  };
  const loss = await train(
    [...encoder.variables, ...iept.variables],
    (step) => iept.loss(tf.reshape(rowsOf(set, step, true), [3, 2, 32])),
    { steps: 40, learningRate: 0.03 },
  );
  const named = await iept.namedViews(tf.reshape(rowsOf(hooks(3, 3), 0, false), [6, 4, 8])).data();
  const right = Array.from(named).filter((view, i) => view === i % 4).length;
  return { loss, accuracy: right / named.length };
}
