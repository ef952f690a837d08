import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { labelClips, renderClips } from '../../bench/front-ends/clips.js';
import { ENTRANT_NAMES, ENTRANTS, type EntrantName } from '../../bench/front-ends/entrants.js';
import { frontEndsPage } from '../../bench/front-ends/page.js';
import { resultsSchema } from '../../bench/front-ends/results.js';
import { CONDITIONS, type Protocol, type Run, run } from '../../bench/front-ends/run.js';
import { differenceOf, scoreOf } from '../../bench/front-ends/scores.js';
import { useEngine } from '../../src/embedding/backends/engine.js';
import { Random } from '../../src/simulator/random.js';

const protocol: Protocol = {
  trainingClips: 6,
  validationClips: 3,
  epochs: 2,
  batchClips: 6,
  learningRate: 3e-3,
  excerptHops: 8,
};

beforeAll(() => useEngine('cpu'));

test('training and validation share no vessel, and each size has as many recordings', () => {
  const [training, validation] = [labelClips('training', 60), labelClips('validation', 60)];
  const vessels = new Set(training.map(({ vessel }) => vessel));
  expect(validation.some(({ vessel }) => vessels.has(vessel))).toBe(false);
  for (const size of ['big', 'small', 'none']) {
    const own = training.filter((clip) => clip.size === size);
    expect(own.length).toBe(20);
    expect(new Set(own.map(({ vessel }) => vessel)).size).toBe(10);
  }
});

describe('a small study', () => {
  const training = renderClips('training', protocol.trainingClips);
  const validation = renderClips('validation', protocol.validationClips);
  const study = (frontEnd: EntrantName) => run({ frontEnd, seed: 1, protocol, training, validation });

  test.each(['baseline', 'leaf-style-log'] as const)(
    '%s learns, and judges under every condition',
    async (name) => {
      const tensors = tf.memory().numTensors;
      const { losses, verdicts, msPerSecond } = await study(name);
      expect(losses.at(-1)!).toBeLessThan(losses[0]!);
      for (const condition of CONDITIONS) expect(verdicts[condition]).toMatch(/^[bsn]{3}$/);
      expect(msPerSecond).toBeGreaterThan(0);
      expect(tf.memory().numTensors).toBe(tensors);
    },
  );

  test('the same seed gives the same run', async () => {
    const [first, again] = [await study('baseline'), await study('baseline')];
    expect([again.losses, again.verdicts]).toEqual([first.losses, first.verdicts]);
  });
});

test.each(ENTRANT_NAMES)('%s hears a burst in the hop in which it was', (name) => {
  const samples = new Float32Array(80_000);
  const random = new Random('burst');
  random.fillNormal(samples);
  const burstHop = 21;
  for (let i = 0; i < samples.length; i++) samples[i]! *= Math.floor(i / 1_600) === burstHop ? 0.3 : 0.001;
  const frontEnd = ENTRANTS[name].make();
  const excerpt = { firstHop: 10, hops: 20 };
  const features = frontEnd.features([{ prepared: frontEnd.prepare(samples), excerpt }], false);
  expect([features.shape[0], features.shape[2]]).toEqual([1, frontEnd.bands]);
  const level = tf.mean(features, 2).dataSync();
  const loudest = (level.indexOf(Math.max(...level)) + 0.5) * (excerpt.hops / level.length);
  // LEAF's windows reach ahead a little, and a long window hears it until it is half a second past.
  expect(loudest).toBeGreaterThan(burstHop - excerpt.firstHop - 0.5);
  expect(loudest).toBeLessThan(burstHop - excerpt.firstHop + 5);
});

describe('scores of the study', () => {
  const runOf = (verdicts: string): Run => ({
    ...{ protocol, frontEnd: 'leaf', seed: 1, losses: [], trainingSeconds: 1, msPerSecond: 1 },
    verdicts: Object.fromEntries(CONDITIONS.map((condition) => [condition, verdicts])) as Run['verdicts'],
  });

  test('are the mean recall over seeds, and their difference is taken on the same vessels', () => {
    const all = runOf('bsn'.repeat(20));
    const noneMissed = runOf('bsb'.repeat(20));
    expect(scoreOf([all, noneMissed], 'noise20')).toMatchObject({
      balancedAccuracy: 5 / 6,
      seeds: [1, 2 / 3],
    });
    const { difference, interval } = differenceOf([noneMissed], [all], 'noise20');
    expect([difference, ...interval].map((value) => value.toFixed(6))).toEqual(Array(3).fill('-0.333333'));
  });
});

test('the page is what the results give', () => {
  const results = resultsSchema.parse(JSON.parse(readFileSync('bench/front-ends/results.json', 'utf8')));
  expect(readFileSync('docs/FRONT_ENDS.md', 'utf8')).toBe(frontEndsPage(results));
});
