import { expect, test } from 'vitest';
import {
  BLADE_COUNTS,
  CANDIDATE_FEATURES,
  candidateRateHz,
  SHAFT_CANDIDATES,
} from '../../src/features/shaft-candidates.js';
import { readPosterior } from '../../src/features/shaft-posterior.js';
import { SHAFT_MODEL } from '../../src/features/shaft-weights.js';

test('the shipped weights are for the features that are measured', () => {
  expect(SHAFT_MODEL.map(({ feature }) => feature)).toEqual([...CANDIDATE_FEATURES]);
});

test('the rate is the mean of the best window, its trust the mass there, its blades the likeliest there', () => {
  const probability = new Float64Array(SHAFT_CANDIDATES);
  const at = (rate: number, blades: number) => rate * BLADE_COUNTS.length + BLADE_COUNTS.indexOf(blades as 3);
  probability[at(100, 4)] = 0.2;
  probability[at(102, 5)] = 0.3;
  probability[at(102, 3)] = 0.1;
  probability[at(200, 6)] = 0.4;
  const { shaftHz, bladeCount, trust } = readPosterior(probability);
  const logRate = (0.2 * Math.log(candidateRateHz(100)) + 0.4 * Math.log(candidateRateHz(102))) / 0.6;
  expect(shaftHz).toBeCloseTo(Math.exp(logRate), 12);
  expect(bladeCount).toBe(5);
  expect(trust).toBeCloseTo(0.6, 12);
});
