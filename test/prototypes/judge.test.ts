import { expect, test } from 'vitest';
import { NO_UNKNOWN_ZONE, poolAssessments } from '../../src/decision/pool.js';
import type { Assessment } from '../../src/prototypes/assessment.js';
import { BandStatisticsJudge, type JudgeTier } from '../../src/prototypes/band-statistics-judge.js';
import { WhitenedSpace } from '../../src/prototypes/whitened-space.js';

const head = (input: string, weight: number, bias = 0) => ({
  inputs: [input],
  logistic: { weights: [weight], bias },
  trees: {
    base: bias,
    trees: [
      {
        feature: [0, -1, -1],
        threshold: [0, 0, 0],
        left: [1, 0, 0],
        right: [2, 0, 0],
        value: [0, -weight, weight],
      },
    ],
  },
});

const tier: JudgeTier = {
  presence: head('modulation', 3),
  size: head('slope', 2),
  presenceTemperature: 1,
  sizeTemperature: 1,
  space: {
    inputs: ['slope', 'modulation'],
    whitening: [[1], [0, 2]],
    prototypes: { big: [-1, 2], small: [1, 2], none: [0, -2] },
  },
};
const judge = new BandStatisticsJudge(
  ['slope', 'modulation'],
  [tier, { ...tier, presence: head('modulation', -3) }],
);

test('the three probabilities sum to one, and size is asked only of ships', () => {
  const { probability } = judge.assess(Float32Array.of(0.7, 1, 0));
  const ship = 1 / (1 + Math.exp(-3));
  expect(probability.big + probability.small + probability.none).toBeCloseTo(1, 12);
  expect(probability.none).toBeCloseTo(1 - ship, 6);
  expect(probability.small / ship).toBeCloseTo((1 / (1 + Math.exp(-1.4)) + 1 / (1 + Math.exp(-2))) / 2, 6);
});

test('the last coordinate of the embedding chooses the heads of the bandwidth', () => {
  expect(judge.assess(Float32Array.of(0, 1, 0)).probability.none).toBeLessThan(0.1);
  expect(judge.assess(Float32Array.of(0, 1, 1)).probability.none).toBeGreaterThan(0.9);
});

test('prototypes come nearest first, at their root mean square distance in the whitened space', () => {
  const { nearest } = judge.assess(Float32Array.of(-1, 1, 0));
  expect(nearest.map((one) => one.class)).toEqual(['big', 'small', 'none']);
  expect(nearest[0].distance).toBeCloseTo(0, 6);
  expect(nearest[1].distance).toBeCloseTo(Math.sqrt(4 / 2), 6);
});

test('whitening applies the lower triangle row by row', () => {
  const space = new WhitenedSpace({ inputs: ['a', 'b'], whitening: [[2], [3, 4]], prototypes: {} });
  expect([...space.whiten([5, 6])]).toEqual([10, 39]);
});

function assessment(big: number, small: number, distance = 1): { assessment: Assessment; weight: number } {
  const probability = { big, small, none: 1 - big - small };
  return { assessment: { probability, nearest: [{ class: 'big', distance }], vesselClass: null }, weight: 1 };
}

test('the mean over the windows decides, by weight', () => {
  const windows = [assessment(0.9, 0.1), { ...assessment(0.1, 0.7), weight: 0.25 }];
  expect(poolAssessments(windows, NO_UNKNOWN_ZONE)).toEqual({
    size: 'big',
    confidence: (0.9 + 0.025) / 1.25,
  });
});

test('what is too uncertain or unlike anything known is unknown, and forced choice still answers', () => {
  const zone = { leastProbability: 0.5, farthestDistance: 2 };
  expect(poolAssessments([assessment(0.4, 0.3)], zone).size).toBe('unknown');
  expect(poolAssessments([assessment(0.4, 0.3)], NO_UNKNOWN_ZONE).size).toBe('big');
  expect(poolAssessments([assessment(0.9, 0, 2.5)], zone).size).toBe('unknown');
  expect(poolAssessments([assessment(0.9, 0, 2.5), assessment(0.9, 0, 1.4)], zone).size).toBe('big');
});
