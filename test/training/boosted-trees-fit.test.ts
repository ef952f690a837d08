import { expect, test } from 'vitest';
import { treesLogOdds } from '../../src/prototypes/boosted-trees.js';
import { Random } from '../../src/simulator/random.js';
import { fitBoostedTrees } from '../../src/training/boosted-trees-fit.js';
import type { Examples } from '../../src/training/examples.js';

const all = { exampleShare: 1, featureShare: 1 };
const options = { trees: 40, leavesPerTree: 6, learningRate: 0.2, examplesPerLeaf: 10, ...all };

/** Positive where the signs of the first two features differ; a third feature tells nothing. */
function exclusiveOr(count: number, seed: string): Examples {
  const values = new Float32Array(count * 3);
  new Random(seed).fillNormal(values);
  const positive = Uint8Array.from({ length: count }, (_, i) =>
    Number(values[3 * i] > 0 !== values[3 * i + 1] > 0),
  );
  return { values, features: 3, positive };
}

function accuracy(model: ReturnType<typeof fitBoostedTrees>, { values, features, positive }: Examples) {
  let right = 0;
  for (let i = 0; i < positive.length; i++) {
    const x = values.subarray(i * features, (i + 1) * features);
    right += Number(treesLogOdds(model, x) > 0 === (positive[i] === 1));
  }
  return right / positive.length;
}

test('trees learn an exclusive or, which no linear head can', () => {
  const model = fitBoostedTrees(exclusiveOr(3000, 'fit'), options);
  expect(accuracy(model, exclusiveOr(2000, 'held out'))).toBeGreaterThan(0.96);
});

test('one tree with two leaves is the best cut, with the Newton step of the log loss in each leaf', () => {
  const values = Float32Array.from({ length: 100 }, (_, i) => i);
  const positive = Uint8Array.from(values, (value) => Number(value >= 50));
  const stump = { trees: 1, leavesPerTree: 2, learningRate: 0.5, examplesPerLeaf: 1, ...all };
  const { trees } = fitBoostedTrees({ values, features: 1, positive }, stump);
  expect(trees[0].feature).toEqual([0, -1, -1]);
  expect(trees[0].threshold[0]).toBeCloseTo(49.5, 6);
  // gradient ±1/2 and curvature 1/4 an example: a step of ±2, half of it taken.
  expect(trees[0].value.slice(1)).toEqual([-1, 1]);
});

test('no leaf is smaller than asked for', () => {
  const examples = exclusiveOr(500, 'leaves');
  const { trees } = fitBoostedTrees(examples, { ...options, trees: 5, examplesPerLeaf: 60 });
  for (const tree of trees) {
    const counts = new Map<number, number>();
    for (let i = 0; i < 500; i++) {
      let node = 0;
      while (tree.feature[node] >= 0) {
        const left = examples.values[3 * i + tree.feature[node]] <= tree.threshold[node];
        node = left ? tree.left[node] : tree.right[node];
      }
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(60);
  }
});

test('trees that each see a part of the examples and features learn it all the same', () => {
  const shares = { exampleShare: 0.5, featureShare: 0.7 };
  const model = fitBoostedTrees(exclusiveOr(3000, 'fit'), { ...options, ...shares, trees: 80 });
  expect(accuracy(model, exclusiveOr(2000, 'held out'))).toBeGreaterThan(0.94);
});

test('the same examples give the same trees', () => {
  const text = () => JSON.stringify(fitBoostedTrees(exclusiveOr(800, 'same'), options));
  expect(text()).toBe(text());
});
