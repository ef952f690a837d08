import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../src/simulator/random.js';
import { drawEpisode } from '../../../src/training/few-shot/episode.js';
import { kindError } from '../../../src/training/few-shot/kind-error.js';
import { kindObjective, weightedSum } from '../../../src/training/few-shot/kind-objective.js';
import { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import type { PatchSet } from '../../../src/training/few-shot/patch-set.js';
import { siameseObjective } from '../../../src/training/few-shot/siamese.js';
import { trainFewShot } from '../../../src/training/few-shot/trainer.js';
import { DEFAULT_FEW_SHOT_OPTIONS } from '../../../src/training/few-shot/training-options.js';
import { TrainingRun } from '../../../src/training/few-shot/training-run.js';
import { restoreTensors } from '../../../src/training/stored-tensors.js';
import { expectGradients } from './numeric-gradient.js';

beforeAll(() => tf.setBackend('cpu'));

/** Examples are numbers that fill their patch; of each kind so many classes of three. */
function setOf(
  classes: readonly number[],
  exampleOf: (kind: number, id: number) => number,
): PatchSet<number> {
  let id = 0;
  return {
    height: 8,
    width: 8,
    kinds: classes.map((_, kind) => `kind ${kind}`),
    domains: [
      {
        name: 'all',
        classes: classes.flatMap((count, kind) =>
          Array.from({ length: count }, () => {
            const examples = [0, 1, 2].map(() => exampleOf(kind, id++));
            return { name: `class ${id}`, kind, examples };
          }),
        ),
      },
    ],
    write: (example, patch, random) => {
      for (let i = 0; i < patch.length; i++)
        patch[i] = Math.sin(example * (i + 1)) + (random?.normal(0, 0.01) ?? 0);
    },
  };
}

test('every kind gives as many classes to an episode, though one has most of them', () => {
  const set = setOf([30, 3, 4], (_, id) => id);
  const counts = [0, 0, 0];
  for (let i = 0; i < 20; i++) {
    const { kinds, ways } = drawEpisode(set, { ways: 9, examples: 2 }, new Random(i), false);
    expect(kinds).toHaveLength(ways);
    for (const kind of kinds) counts[kind]!++;
  }
  expect(counts).toEqual([60, 60, 60]);
});

test('where views are told apart, an episode holds one example of each class, several times', () => {
  const set = setOf([3, 3], (_, id) => id);
  const { patches } = drawEpisode(
    set,
    { ways: 6, examples: 2, oneExampleAClass: true },
    new Random(1),
    false,
  );
  for (let way = 0; way < 6; way++) {
    const [one, other] = [2 * way, 2 * way + 1].map((i) => patches.subarray(i * 64, (i + 1) * 64));
    expect(other).toEqual(one);
  }
});

test('the loss of naming kinds is ln of their number at first, and its gradient its slope', async () => {
  const embeddings = tf.variable(tf.randomUniform<tf.Rank.R3>([4, 2, 3], -1, 1, 'float32', 7));
  const kinds = kindObjective(3, 3);
  expect((await kinds.loss(embeddings, [0, 1, 2, 0]).data())[0]).toBeCloseTo(Math.log(3), 6);
  kinds.variables[0]!.assign(tf.randomUniform([3, 3], -1, 1, 'float32', 8));
  const both = weightedSum([
    { objective: kinds, weight: 0.7 },
    { objective: siameseObjective(), weight: 1 },
  ]);
  await expectGradients(() => both.loss(embeddings, [0, 1, 2, 0]), [embeddings, ...both.variables]);
});

test('kinds that look alike within are named without error, kinds without a mark no better than by chance', async () => {
  const encoder = new PatchEncoder({ height: 8, width: 8, filters: [8], embeddingLength: 4 }, 1);
  expect(encoder.embeddingLength).toBe(4);
  expect(
    await kindError(
      encoder,
      setOf([6, 3], (kind) => 1 + kind),
    ),
  ).toBe(0);
  const error = await kindError(
    encoder,
    setOf([20, 20], (_, id) => id),
  );
  expect(Math.abs(error - 0.5)).toBeLessThan(0.2);
});

describe('supervised episodes', () => {
  const scratch = () => mkdtempSync(join(tmpdir(), 'hullprint-stages-'));
  const options = { ...DEFAULT_FEW_SHOT_OPTIONS, filters: [8], ways: 6, kindWeight: 1, learningRate: 1e-2 };
  const set = setOf([6, 6], (kind, id) => 1 + kind + 1e-3 * id);

  test('learn to name kinds, and leave alone what tells classes apart', async () => {
    const stages = { supervisedEpisodes: 30, warmUpEpisodes: 1, episodes: 1000 };
    const run = new TrainingRun({ ...options, ...stages, objective: 'siamese' }, set);
    const ofPairs = async () => (await run.state()).filter(({ shape }) => shape.length === 0);
    const before = await ofPairs();
    const losses: number[] = [];
    for (let number = 1; number <= 30; number++) losses.push(await run.step(set, number));
    expect(losses[0]).toBeCloseTo(Math.LN2, 1);
    expect(losses[29]!).toBeLessThan(0.5 * losses[0]!);
    expect(await ofPairs()).toEqual(before);
    // Pairs are judged from here on: their scale takes a first step of Adam, which is the learning rate.
    await run.step(set, 31);
    const [logA] = restoreTensors(await ofPairs()).map((scalar) => scalar.dataSync()[0]!);
    const stepped = Math.abs(logA! - Math.log(0.3)) / options.learningRate;
    expect(stepped).toBeGreaterThan(0.9);
    expect(stepped).toBeLessThan(1.01);
  });

  test('neither choose the encoder nor end the training', async () => {
    const stages = { supervisedEpisodes: 6, warmUpEpisodes: 0, episodes: 10, validateEvery: 1, patience: 2 };
    const task = {
      options: { ...options, ...stages },
      data: 'numbers',
      training: set,
      validation: set,
      folder: scratch(),
    };
    const { history } = await trainFewShot(task);
    // All kinds are named from the first on, so that nothing gets better any more.
    expect(history.map(({ validationError }) => validationError)).toEqual(history.map(() => 0));
    expect(history.at(-1)!.episode).toBe(6 + 1 + stages.patience);
  });

  test('a training killed among them, or after them, gives the weights of one that was not', async () => {
    const stages = { supervisedEpisodes: 6, warmUpEpisodes: 2, episodes: 10, validateEvery: 2, seed: 4 };
    const task = { options: { ...options, ...stages }, data: 'numbers', training: set, validation: set };
    const trained = async (onProgress?: (episode: number) => void, folder = scratch()) => {
      const { encoder } = await trainFewShot({ ...task, folder, ...(onProgress ? { onProgress } : {}) });
      return Promise.all(encoder.weights.map((weight) => weight.data()));
    };
    const whole = await trained();
    for (const killedAt of [5, 8]) {
      const folder = scratch();
      const kill = (episode: number) => {
        if (episode === killedAt) throw new Error('killed');
      };
      await expect(trained(kill, folder)).rejects.toThrow('killed');
      let resumedAt = 0;
      const resumed = await trained((episode) => (resumedAt ||= episode), folder);
      expect(resumedAt).toBe(killedAt - ((killedAt - 1) % 2));
      expect(resumed).toEqual(whole);
    }
  });

  test('are refused where there are no kinds to name', () => {
    const nameless = { ...options, kindWeight: 0, supervisedEpisodes: 1 };
    expect(() => new TrainingRun(nameless, set)).toThrow('need kinds to name');
  });
});
