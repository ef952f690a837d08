import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { loadImage } from '@napi-rs/canvas';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embedExamples, oneShotError } from '../../../src/training/few-shot/one-shot.js';
import { type PatchSet, splitDomains } from '../../../src/training/few-shot/patch-set.js';
import { type FewShotTraining, trainFewShot } from '../../../src/training/few-shot/trainer.js';
import {
  DEFAULT_FEW_SHOT_OPTIONS,
  type FewShotOptions,
} from '../../../src/training/few-shot/training-options.js';
import { CURVES } from '../../../src/training/training-curves.js';
import { type Stripe, stripedSet } from './striped-set.js';

beforeAll(() => tf.setBackend('cpu'));
const scratch = mkdtempSync(join(tmpdir(), 'hullprint-few-shot-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const { training, validation } = splitDomains(stripedSet(4, 5, 5), ({ name }) => name === 'domain 3');
const nothing: PatchSet<Stripe> = { ...validation, domains: [] };
const SMALL: FewShotOptions = {
  ...DEFAULT_FEW_SHOT_OPTIONS,
  filters: [8, 8],
  ways: 5,
  episodes: 40,
  learningRate: 5e-3,
  validateEvery: 20,
};

function task(name: string, changes: Partial<FewShotTraining<Stripe>> = {}): FewShotTraining<Stripe> {
  return { options: SMALL, data: 'stripes', training, validation, folder: join(scratch, name), ...changes };
}

async function weightsAfter(run: FewShotTraining<Stripe>): Promise<Float32Array[]> {
  const { encoder } = await trainFewShot(run);
  return Promise.all(encoder.weights.map((weight) => weight.data() as Promise<Float32Array>));
}

describe.each(['prototypical', 'siamese', 'contrastive'] as const)('%s training', (objective) => {
  test('learns to tell classes that it never saw, from one example each', async () => {
    const { encoder, history } = await trainFewShot(task(objective, { options: { ...SMALL, objective } }));
    const first = history[0]!.loss;
    const last = history.at(-1)!.loss;
    expect(last).toBeLessThan(0.8 * first);
    // Guessing errs 80 % of the time.
    expect(await oneShotError(encoder, validation, 5)).toBeLessThan(0.35);
  });
});

test('what is learnt under every pretext is known under each', async () => {
  // Stripes in the negative: bright becomes dark.
  const negative: PatchSet<Stripe> = {
    ...validation,
    write: (stripe, patch, random) => {
      validation.write(stripe, patch, random);
      for (let i = 0; i < patch.length; i++) patch[i]! *= -1;
    },
  };
  const set: PatchSet<Stripe> = {
    ...training,
    pretexts: [1, -1].map((sign) => ({
      name: `times ${sign}`,
      apply: (patch) => patch.set(patch.map((value) => sign * value)),
    })),
  };
  const errorIn = async (options: FewShotOptions, name: string) => {
    const { encoder } = await trainFewShot(task(name, { options, training: set, validation: nothing }));
    return oneShotError(encoder, negative, 5);
  };
  const plain = await errorIn(SMALL, 'without pretexts');
  expect(await errorIn({ ...SMALL, pretexts: 'every' }, 'with pretexts')).toBeLessThan(plain - 0.1);
});

test('the same seed gives the same weights, another seed others', async () => {
  const options = { ...SMALL, episodes: 4 };
  const one = await weightsAfter(task('seed', { options }));
  expect(await weightsAfter(task('seed again', { options }))).toEqual(one);
  expect(await weightsAfter(task('other seed', { options: { ...options, seed: 2 } }))).not.toEqual(one);
});

test('a training that was killed gives the weights of one that was not', async () => {
  const options: FewShotOptions = { ...SMALL, objective: 'siamese', episodes: 12, validateEvery: 5 };
  const whole = await weightsAfter(task('whole', { options }));
  const killed = task('killed', {
    options,
    onProgress: (episode) => {
      if (episode === 8) throw new Error('killed');
    },
  });
  await expect(trainFewShot(killed)).rejects.toThrow('killed');
  let resumedAt = 0;
  // The same options in another order, and one that is absent.
  const { seed, ...rest } = options;
  const { onProgress: _, ...task2 } = { ...killed, options: { ...rest, pretexts: undefined, seed } };
  const resumed = await weightsAfter({ ...task2, onProgress: (episode) => (resumedAt ||= episode) });
  expect(resumedAt).toBe(6);
  expect(resumed).toEqual(whole);
});

test('training stops when the validation classes get no better, and gives the best weights', async () => {
  // Steps this large destroy what is learnt.
  const options = { ...SMALL, episodes: 400, validateEvery: 2, patience: 3, learningRate: 2 };
  const { encoder, history } = await trainFewShot(task('early', { options }));
  const errors = history.map(({ validationError }) => validationError!);
  const least = Math.min(...errors);
  expect(history.at(-1)!.episode).toBeLessThan(400);
  expect(errors.length - 1 - errors.indexOf(least)).toBe(3);
  expect(await oneShotError(encoder, validation, options.ways)).toBe(least);
});

test('the checkpoint holds the options, and is not gone on from with others or with other data', async () => {
  const run = task('options', { options: { ...SMALL, episodes: 2 }, validation: nothing });
  const { history } = await trainFewShot(run);
  expect(history.map(({ validationError }) => validationError)).toEqual([null]);
  const path = join(run.folder, 'checkpoint.json');
  expect(JSON.parse(readFileSync(path, 'utf8')).options).toEqual(run.options);
  await expect(trainFewShot({ ...run, data: 'others' })).rejects.toThrow(/begun with other data.*Delete it/);
  const longer = { ...run, options: { ...run.options, episodes: 3 } };
  await expect(trainFewShot(longer)).rejects.toThrow('begun with other options');
  writeFileSync(path, '{}');
  await expect(trainFewShot(run)).rejects.toThrow('it is no few-shot checkpoint');
});

test('the curves are a picture', async () => {
  const run = task('curves', { options: { ...SMALL, episodes: 4, validateEvery: 2 } });
  await trainFewShot(run);
  const { width, height } = await loadImage(join(run.folder, 'curves.png'));
  expect({ width, height }).toEqual(CURVES);
  expect(existsSync(join(run.folder, 'checkpoint.json.unfinished'))).toBe(false);
});

test('training leaves no tensors behind', async () => {
  const options = { ...SMALL, episodes: 6, validateEvery: 3 };
  const count = async (name: string) => {
    const before = tf.memory().numTensors;
    const { encoder } = await trainFewShot(task(name, { options }));
    encoder.dispose();
    return tf.memory().numTensors - before;
  };
  expect(await count('tensors')).toBe(0);
  expect(await count('tensors')).toBe(0); // resumed when all is done
});

test('an embedding is the mean over the plain example and views of it, the same each time', async () => {
  const { encoder } = await trainFewShot(task('views', { options: { ...SMALL, episodes: 2 } }));
  const examples = validation.domains[0]!.classes[0]!.examples;
  const embed = (views: number) => embedExamples(encoder, validation, examples, views, 'a');
  const plain = new Float32Array(64);
  validation.write(examples[0]!, plain, null);
  const alone = await encoder.embedAll(plain);
  expect((await embed(1)).slice(0, encoder.embeddingLength)).toEqual(alone);
  expect(await embed(3)).toEqual(await embed(3));
  expect(await embed(3)).not.toEqual(await embed(1));
});
