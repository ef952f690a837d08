import { expect, test } from 'vitest';
import { BLADE_COUNTS, candidateRateHz, SHAFT_CANDIDATES } from '../../src/features/shaft-candidates.js';
import { Random } from '../../src/simulator/random.js';
import {
  LABEL_OFFSET_HZ,
  rightCandidates,
  type ShaftExample,
  shaftObjective,
} from '../../src/training/shaft-objective.js';

const FEATURES = 5;

function examples(): ShaftExample[] {
  const random = new Random('objective');
  return [[3], [100, 101, 104], [900]].map((right) => ({
    features: Float32Array.from({ length: FEATURES * SHAFT_CANDIDATES }, () => random.uniform(-1, 1)),
    right,
  }));
}

test('the gradient is the slope of the value, by central differences', () => {
  const objective = shaftObjective(examples(), 3);
  const point = Float64Array.of(0.3, -0.7, 1.1, 0, -0.2);
  const gradient = new Float64Array(FEATURES);
  objective(point, gradient);
  const unused = new Float64Array(FEATURES);
  for (let d = 0; d < FEATURES; d++) {
    const step = 1e-5;
    const above = Float64Array.from(point, (x, at) => (at === d ? x + step : x));
    const below = Float64Array.from(point, (x, at) => (at === d ? x - step : x));
    const slope = (objective(above, unused) - objective(below, unused)) / (2 * step);
    expect(Math.abs(gradient[d] - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
  }
});

test('without weights each label has the probability of chance', () => {
  const objective = shaftObjective(examples(), 3);
  const value = objective(new Float64Array(FEATURES), new Float64Array(FEATURES));
  expect(value).toBeCloseTo(3 * Math.log(SHAFT_CANDIDATES) - Math.log(3), 9);
});

test('right are the rates within 2.5 % of the label, with its blades, or with any where none are labelled', () => {
  const withBlades = rightCandidates({ shaftHz: 2, bladeCount: 5 });
  const withoutBlades = rightCandidates({ shaftHz: 2, bladeCount: null });
  expect(withoutBlades).toHaveLength(4 * withBlades.length);
  for (const candidate of withBlades) {
    expect(BLADE_COUNTS[candidate % 4]).toBe(5);
    const rateHz = candidateRateHz(Math.floor(candidate / 4)) - LABEL_OFFSET_HZ;
    expect(Math.abs(rateHz / 2 - 1)).toBeLessThanOrEqual(0.025);
  }
  expect(withBlades.length).toBeGreaterThanOrEqual(4);
  expect(rightCandidates({ shaftHz: 25, bladeCount: 4 })).toEqual([]);
  expect(rightCandidates({ shaftHz: 2, bladeCount: 7 })).toEqual([]);
});
