import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/simulator/random.js';
import { adaptPrototypes } from '../../../src/training/few-shot/adapt-prototypes.js';
import {
  assumingBalance,
  capPrior,
  classProbabilities,
  ESTIMATED_PRIOR,
  marginalOf,
  meanPrototypes,
  recordingMeans,
  type TransductiveOptions,
  type TransductiveTask,
} from '../../../src/training/few-shot/transduction.js';
import { transductiveLoss } from '../../../src/training/few-shot/transductive-loss.js';

const only = (weights: Partial<TransductiveOptions>): TransductiveOptions => ({
  ...ESTIMATED_PRIOR,
  ...{ supportWeight: 0, marginalWeight: 0, conditionalWeight: 0, priorWeight: 0, temperature: 2 },
  ...weights,
});

/** On a line, prototypes at 0 and 1: with T = 2 the logits are −d², and p of the first at z is σ(1 − 2z). */
const PROTOTYPES = Float64Array.of(0, 1);
const sigma = (x: number) => 1 / (1 + Math.exp(-x));

/** Recording 0 has windows at 0 and 0.5, recording 1 one at 1. */
const LINE: TransductiveTask = {
  classes: 2,
  length: 1,
  support: { rows: Float64Array.of(0, 0.25, 1), labels: [0, 0, 1] },
  query: { rows: Float64Array.of(0, 0.5, 1), recordings: [0, 0, 1] },
};
const OF_RECORDINGS = [
  [(sigma(1) + 0.5) / 2, 1 - (sigma(1) + 0.5) / 2],
  [sigma(-1), sigma(1)],
];
const MARGINAL = [0, 1].map((k) => (OF_RECORDINGS[0]![k]! + OF_RECORDINGS[1]![k]!) / 2);
const entropy = (p: number[]) => -p.reduce((sum, value) => sum + value * Math.log(value), 0);
const lossOf = (weights: Partial<TransductiveOptions>, prior = [0.5, 0.5]) =>
  transductiveLoss(LINE, PROTOTYPES, Float64Array.from(prior), only(weights)).loss;

describe('the terms of the transductive loss, by hand', () => {
  test('cross-entropy of the support, as much for each class', () => {
    const first = -(Math.log(sigma(1)) + Math.log(sigma(0.5))) / 2;
    expect(lossOf({ supportWeight: 1 })).toBeCloseTo((first - Math.log(sigma(1))) / 2, 9);
  });

  test('entropy of the marginal, to be great, and of each recording, to be small', () => {
    expect(lossOf({ marginalWeight: 1 })).toBeCloseTo(-entropy(MARGINAL), 9);
    const mean = (entropy(OF_RECORDINGS[0]!) + entropy(OF_RECORDINGS[1]!)) / 2;
    expect(lossOf({ conditionalWeight: 1 })).toBeCloseTo(mean, 9);
  });

  test('divergence of the marginal from the prior', () => {
    const [first, second] = MARGINAL as [number, number];
    const divergence = first * Math.log(first / 0.8) + second * Math.log(second / 0.2);
    expect(lossOf({ priorWeight: 1 }, [0.8, 0.2])).toBeCloseTo(divergence, 9);
  });

  test('their gradient is their slope, by central differences', () => {
    const random = new Random('gradient');
    const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal());
    const task: TransductiveTask = {
      classes: 3,
      length: 2,
      support: { rows: draw(8), labels: [0, 1, 2, 2] },
      query: { rows: draw(12), recordings: [0, 0, 1, 2, 2, 2] },
    };
    const prior = Float64Array.of(0.2, 0.3, 0.5);
    const weights = { supportWeight: 0.7, marginalWeight: 0.9, conditionalWeight: 1.1, priorWeight: 1.3 };
    const prototypes = draw(6);
    const lossAt = (at: Float64Array) => transductiveLoss(task, at, prior, only(weights));
    const { gradient } = lossAt(prototypes);
    for (const i of prototypes.keys()) {
      const moved = (by: number) => prototypes.map((value, at) => (at === i ? value + by : value));
      expect(gradient[i]).toBeCloseTo((lossAt(moved(1e-5)).loss - lossAt(moved(-1e-5)).loss) / 2e-5, 7);
    }
  });
});

describe('prototypes', () => {
  test('start at the means of the support', () => {
    expect([...meanPrototypes(LINE)]).toEqual([0.125, 1]);
  });

  test('are moved to where the loss is less', () => {
    const options = { ...ESTIMATED_PRIOR, temperature: 2 };
    const { prototypes, prior } = adaptPrototypes(LINE, options);
    const lossAt = (at: Float64Array) => transductiveLoss(LINE, at, prior, options).loss;
    expect(lossAt(prototypes)).toBeLessThan(lossAt(meanPrototypes(LINE)));
  });
});

describe('a prior', () => {
  test('of two classes lies between 0.05 and 0.95', () => {
    expect([...capPrior(Float64Array.of(0.99, 0.01), 0.05)]).toEqual([0.95, 0.05]);
    expect([...capPrior(Float64Array.of(0.3, 0.7), 0.05)]).toEqual([0.3, 0.7]);
  });

  test('of more classes is raised to the floor, the others shrunk in proportion, over again if need be', () => {
    const capped = capPrior(Float64Array.of(0.9, 0.052, 0.048, 0), 0.05);
    expect([...capped].map((value) => value.toFixed(6))).toEqual([
      '0.850000',
      '0.050000',
      '0.050000',
      '0.050000',
    ]);
  });

  test('that is assumed to be balanced bends a skewed query, one that is estimated does not', () => {
    const { task, marginal } = skewedLine();
    const found = (options: TransductiveOptions) => {
      const { prototypes } = adaptPrototypes(task, { ...options, steps: 60 });
      const windows = classProbabilities(task.query.rows, prototypes, 1, options.temperature);
      return marginalOf(recordingMeans(windows, task.query.recordings, 2), 2)[0]!;
    };
    expect(marginal).toBe(0.9);
    expect(Math.abs(found(ESTIMATED_PRIOR) - marginal)).toBeLessThan(0.05);
    expect(found(assumingBalance(ESTIMATED_PRIOR))).toBeLessThan(0.8);
    // Left in beside the estimate, the marginal entropy pulls towards balance.
    expect(found({ ...ESTIMATED_PRIOR, marginalWeight: 1 })).toBeLessThan(found(ESTIMATED_PRIOR));
  });
});

/** Recordings of one window about 0 and 1 on a line, nine of ten of the first class. */
function skewedLine(): { task: TransductiveTask; marginal: number } {
  const random = new Random('skewed');
  const classOf = Array.from({ length: 60 }, (_, i) => (i % 10 === 9 ? 1 : 0));
  return {
    marginal: classOf.filter((k) => k === 0).length / classOf.length,
    task: {
      classes: 2,
      length: 1,
      support: { rows: Float64Array.of(0, 1), labels: [0, 1] },
      query: {
        rows: Float64Array.from(classOf, (k) => k + random.normal(0, 0.2)),
        recordings: classOf.map((_, i) => i),
      },
    },
  };
}
