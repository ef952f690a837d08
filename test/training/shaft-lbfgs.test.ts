import { expect, test } from 'vitest';
import { minimise, type Objective } from '../../src/training/shaft-lbfgs.js';

test('a quadratic with condition number 10⁴ is minimised', () => {
  const scale = [1, 10, 100, 1000, 10000];
  const objective: Objective = (point, gradient) =>
    scale.reduce((value, s, d) => {
      gradient[d] = s * (point[d] - d);
      return value + (s * (point[d] - d) ** 2) / 2;
    }, 0);
  const found = minimise(objective, new Float64Array(5), { tolerance: 1e-9 });
  found.forEach((x, d) => {
    expect(x).toBeCloseTo(d, 6);
  });
});

test("Rosenbrock's valley is followed to (1, 1) from (−1.2, 1)", () => {
  const rosenbrock: Objective = (point, gradient) => {
    const [x, y] = point;
    gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
    gradient[1] = 200 * (y - x * x);
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  };
  const found = minimise(rosenbrock, Float64Array.of(-1.2, 1), { tolerance: 1e-8 });
  expect(found[0]).toBeCloseTo(1, 6);
  expect(found[1]).toBeCloseTo(1, 6);
});

test('a start at the minimum stays there', () => {
  const objective: Objective = (point, gradient) => {
    gradient[0] = 2 * point[0];
    return point[0] ** 2;
  };
  expect([...minimise(objective, new Float64Array(1))]).toEqual([0]);
});
