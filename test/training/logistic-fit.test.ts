import { expect, test } from 'vitest';
import { logisticLogOdds, probabilityOf } from '../../src/prototypes/logistic.js';
import { Random } from '../../src/simulator/random.js';
import type { Examples } from '../../src/training/examples.js';
import { fitLogistic } from '../../src/training/logistic-fit.js';

function noisyLine(count: number): Examples {
  const random = new Random('logistic');
  const values = new Float32Array(count * 3);
  random.fillNormal(values);
  const positive = Uint8Array.from({ length: count }, (_, i) =>
    Number(2 * values[3 * i] - values[3 * i + 1] + random.normal() > 0.8),
  );
  return { values, features: 3, positive };
}

test('the fitted head is where the penalised loss has no slope, by finite differences', () => {
  const examples = noisyLine(400);
  const c = 0.05;
  const head = fitLogistic(examples, c);
  const loss = (parameters: readonly number[]) => {
    const trial = { weights: parameters.slice(0, 3), bias: parameters[3] };
    let sum = 0;
    for (const weight of trial.weights) sum += weight ** 2 / 2;
    for (let i = 0; i < 400; i++) {
      const p = probabilityOf(logisticLogOdds(trial, examples.values.subarray(3 * i, 3 * i + 3)));
      sum -= c * Math.log(examples.positive[i] ? p : 1 - p);
    }
    return sum;
  };
  const best = [...head.weights, head.bias];
  for (let i = 0; i < 4; i++) {
    const up = best.map((value, k) => (k === i ? value + 1e-4 : value));
    const down = best.map((value, k) => (k === i ? value - 1e-4 : value));
    expect(Math.abs(loss(up) - loss(down)) / 2e-4).toBeLessThan(1e-6);
  }
});

test('two mirrored clusters give the closed form: no bias, and a weight that solves w = c·n·x·p(−wx)', () => {
  const values = Float32Array.of(1, 1, 1, -1, -1, -1);
  const head = fitLogistic({ values, features: 1, positive: Uint8Array.of(1, 1, 1, 0, 0, 0) }, 0.5);
  expect(head.bias).toBeCloseTo(0, 9);
  expect(head.weights[0]).toBeCloseTo(0.5 * 6 * probabilityOf(-head.weights[0]), 9);
});
