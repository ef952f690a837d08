import { expect, test } from 'vitest';
import { WhitenedSpace } from '../../src/prototypes/whitened-space.js';
import { Random } from '../../src/simulator/random.js';
import { factorCholesky, solveLower, solveLowerTransposed } from '../../src/training/cholesky.js';
import { fitTemperature } from '../../src/training/temperature.js';
import { fitWhitenedSpace } from '../../src/training/whitened-space-fit.js';

test('Cholesky’s factor of a known matrix, and the solution that it gives', () => {
  const lower = factorCholesky(Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98), 3);
  expect([...lower]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  const x = solveLowerTransposed(lower, solveLower(lower, Float64Array.of(-20, -43, 192)));
  [1, 2, 3].forEach((value, i) => {
    expect(x[i]).toBeCloseTo(value, 9);
  });
  expect(() => factorCholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
});

test('directions in which members of a class differ anyway count less for the distance', () => {
  const random = new Random('whitening');
  const classes = Array.from({ length: 4000 }, (_, i) => (i % 2 ? 'left' : 'right'));
  const rows = classes.map((name) =>
    Float32Array.of((name === 'left' ? -1 : 1) + 0.5 * random.normal(), 5 * random.normal()),
  );
  const parameters = fitWhitenedSpace(['a', 'b'], rows, classes);
  const space = new WhitenedSpace(parameters);
  const distances = rows.map(
    (row, i) => space.nearest(row).find((one) => one.class === classes[i])!.distance,
  );
  const meanSquare = distances.reduce((sum, d) => sum + d * d, 0) / distances.length;
  // Shrinkage adds to the small variance, so a little under 1.
  expect(meanSquare).toBeGreaterThan(0.5);
  expect(meanSquare).toBeLessThan(1.05);
  expect(space.nearest([-1, 6])[0].class).toBe('left');
});

test('temperature undoes too great a confidence', () => {
  const random = new Random('temperature');
  const truth = Float64Array.from({ length: 20_000 }, () => random.normal(0, 1.5));
  const positive = Uint8Array.from(truth, (logOdds) =>
    Number(random.uniform() < 1 / (1 + Math.exp(-logOdds))),
  );
  const boastful = truth.map((logOdds) => 1 / (1 + Math.exp(-2.5 * logOdds)));
  expect(fitTemperature(boastful, positive)).toBeCloseTo(2.5, 0);
});
