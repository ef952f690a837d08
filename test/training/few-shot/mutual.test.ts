import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../src/simulator/random.js';
import { confidentExamples } from '../../../src/training/few-shot/confident-examples.js';
import { fineTuningLoss, prototypeTerm, softDivergence } from '../../../src/training/few-shot/fine-tuning.js';
import { type MutualOptions, predictQueries } from '../../../src/training/few-shot/mutual.js';
import { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import { ESTIMATED_PRIOR } from '../../../src/training/few-shot/transduction.js';
import { expectGradients } from './numeric-gradient.js';
import { stripedSet } from './striped-set.js';

beforeAll(() => tf.setBackend('cpu'));

const lossOf = (scalar: tf.Scalar) => scalar.dataSync()[0]!;

describe('fine-tuning', () => {
  const weights = tf.tensor1d([0.5, 0.25, 0.25]);

  test('reads logarithms where the divergence wants them', () => {
    const labels = tf.tensor2d([
      [1, 0],
      [0.75, 0.25],
      [0, 1],
    ]);
    const predictions = tf.tensor2d([
      [0.5, 0.5],
      [0.75, 0.25],
      [0.8, 0.2],
    ]);
    const byHand = 0.5 * Math.LN2 + 0 + 0.25 * Math.log(5);
    expect(lossOf(softDivergence(tf.log(predictions), labels, weights))).toBeCloseTo(byHand, 6);
  });

  test('draws classes to their own prototype and away from others: the term is least when they lie there', () => {
    const labels = tf.tensor2d([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
    const prototypes = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const termAt = (rows: number[][], pull = 0.6) =>
      lossOf(prototypeTerm(tf.tensor2d(rows), labels, weights, prototypes, pull));
    const [there, swapped] = [
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [0, 1],
        [1, 0],
      ],
    ];
    expect(termAt(there)).toBeCloseTo(0, 6);
    expect(termAt(swapped)).toBeCloseTo(0.6 + 0.4, 6);
    // The first class's centre at (0.6, 0.8): 1 − cos is 0.4 for it and 0 for the second; pushed 0.8 and 0.
    const aside = [
      [0.6, 0.8],
      [0.6, 0.8],
      [0, 1],
    ];
    expect(termAt(aside)).toBeCloseTo(0.6 * 0.2 + 0.4 * 0.4, 6);
  });

  test('has a gradient that is its slope, by central differences', async () => {
    const embeddings = tf.variable(tf.randomUniform<tf.Rank.R2>([3, 2], -1, 1, 'float32', 3));
    const labels = tf.tensor2d([
      [1, 0],
      [0.6, 0.4],
      [0.1, 0.9],
    ]);
    const prototypes = tf.tensor2d([
      [0.9, 0.1],
      [-0.3, 0.8],
    ]);
    const options = { temperature: 3, namingWeight: 0.7, pullWeight: 0.6 };
    await expectGradients(
      () => fineTuningLoss(embeddings, { labels, weights }, prototypes, options),
      [embeddings],
    );
  });

  test('learns from sure recordings alone, classes with equal weight, and no more windows than asked', () => {
    const task = {
      classes: 2,
      support: { activations: Float32Array.of(0, 1, 2), labels: [0, 0, 1] },
      query: { activations: Float32Array.of(3, 4, 5, 6), recordings: [0, 1, 2, 2] },
    };
    const means = Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.05, 0.95);
    const found = confidentExamples(task, means, { least: 0.8, mostWindows: 1 });
    expect([...found.activations]).toEqual([0, 2, 3, 5]);
    expect([...found.labels].map((label) => label.toFixed(2))).toEqual([
      '1.00',
      '0.00',
      '0.00',
      '1.00',
      '0.90',
      '0.10',
      '0.05',
      '0.95',
    ]);
    expect([...found.weights]).toEqual([0.25, 0.25, 0.25, 0.25]);
    // Where the query is sure of one class alone, the support of the other stands for its half.
    const oneSided = confidentExamples(task, means, { least: 0.93, mostWindows: 1 });
    expect([...oneSided.weights]).toEqual([0.5, 0.25, 0.25]);
  });
});

const OPTIONS: MutualOptions = {
  transduction: ESTIMATED_PRIOR,
  fineTuning: { steps: 5, learningRate: 3e-3, namingWeight: 0.7, pullWeight: 0.6 },
  confidence: { least: 0.6, mostWindows: 20 },
  rounds: 1,
  centre: null,
};

describe('mutual learning', () => {
  const set = stripedSet(1, 2, 12);
  const patchesOf = (examples: [kind: number, example: number][]) => {
    const patches = new Float32Array(64 * examples.length);
    for (const [i, [kind, example]] of examples.entries()) {
      const random = new Random(`${kind}/${example}`);
      set.write(
        set.domains[0]!.classes[kind]!.examples[example]!,
        patches.subarray(64 * i, 64 * (i + 1)),
        random,
      );
    }
    return patches;
  };
  const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const asked = range(2, 10).flatMap((example) => [
    [0, example] as [number, number],
    [1, example] as [number, number],
  ]);
  const encoder = () => new PatchEncoder({ height: 8, width: 8, filters: [4, 6], embeddingLength: 4 }, 1);
  const taskOf = async (network: PatchEncoder) => ({
    classes: 2,
    support: {
      activations: await network.activationsOf(
        patchesOf([
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ]),
      ),
      labels: [0, 0, 1, 1],
    },
    query: {
      activations: await network.activationsOf(patchesOf(asked)),
      recordings: asked.map((_, i) => ((i >> 2) << 1) | (i & 1)),
    },
  });

  test('the last block gives, of what comes before it, what the encoder gives', async () => {
    const network = encoder();
    const patches = patchesOf([
      [0, 0],
      [1, 3],
    ]);
    const block = network.copyLastBlock();
    const parted = await block.embedAll(await network.activationsOf(patches));
    expect([...parted]).toEqual([...(await network.embedAll(patches))]);
    block.dispose();
    network.dispose();
  });

  test('predicts each recording three ways, leaves the encoder alone and no tensor behind', async () => {
    const network = encoder();
    const task = await taskOf(network);
    const patches = patchesOf(asked);
    const before = await network.embedAll(patches);
    const tensors = tf.memory().numTensors;
    const found = await predictQueries(network, task, OPTIONS);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await network.embedAll(patches)).toEqual(before);
    const recordings = Math.max(...task.query.recordings) + 1;
    for (const way of ['inductive', 'fitted', 'transductive', 'mutual'] as const) {
      expect(found[way].length).toBe(2 * recordings);
      for (let r = 0; r < recordings; r++)
        expect(found[way][2 * r]! + found[way][2 * r + 1]!).toBeCloseTo(1, 9);
    }
    expect(found.mutual).not.toEqual(found.transductive);
    expect(found.transductive).not.toEqual(found.inductive);
    network.dispose();
  });

  test('without rounds is transduction alone', async () => {
    const network = encoder();
    const { transductive, mutual } = await predictQueries(network, await taskOf(network), {
      ...OPTIONS,
      rounds: 0,
    });
    expect(mutual).toEqual(transductive);
    network.dispose();
  });
});
