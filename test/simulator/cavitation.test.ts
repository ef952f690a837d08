import { expect, test } from 'vitest';
import { CavitationEnvelope, cavitationShare, drawCavitation } from '../../src/simulator/cavitation.js';
import { Random } from '../../src/simulator/random.js';
import { drawVessel } from '../../src/simulator/vessel.js';

const drawn = Array.from({ length: 2000 }, (_, seed) => drawCavitation(new Random(seed), 2, 4));

test('more than four ships in ten hardly modulate their cavitation', () => {
  for (const vesselType of ['bulker', 'fishing', 'recreational'] as const) {
    const depths = Array.from(
      { length: 1000 },
      (_, seed) => drawVessel(new Random(seed), { vesselType }).cavitation.depth,
    );
    const weak = depths.filter((depth) => depth < 0.05).length / depths.length;
    expect(weak).toBeGreaterThan(0.4);
    expect(weak).toBeLessThan(0.55);
  }
});

test('the shaft wanders by 0.05 to 2 %', () => {
  const wander = drawn.map(({ shaftWander }) => shaftWander);
  expect(Math.min(...wander)).toBeGreaterThanOrEqual(0.0005);
  expect(Math.max(...wander)).toBeLessThanOrEqual(0.02);
});

test('an envelope has unit mean power, the depth that was asked for, and turns at the shaft rate', () => {
  const modulation = { ...drawn[0]!, depth: 0.3, unsteadiness: 0, shaftWander: 0 };
  const envelope = new CavitationEnvelope(modulation, new Random('envelope'));
  const points = new Float32Array(20_000);
  for (let start = 0; start < points.length; start += 100)
    envelope.fill(points.subarray(start, start + 100), 1000, 1);
  const mean = points.reduce((sum, x) => sum + x, 0) / points.length;
  const power = points.reduce((sum, x) => sum + x * x, 0) / points.length;
  expect(power).toBeCloseTo(1, 2);
  expect(Math.sqrt(power - mean * mean) / mean).toBeCloseTo(0.3, 2);
  // One turn of the shaft is 500 points; half a turn is not a period.
  const difference = (lag: number) =>
    points.subarray(0, 10_000).reduce((sum, x, i) => sum + (x - points[i + lag]!) ** 2, 0) / 10_000;
  expect(difference(500)).toBeLessThan(1e-6);
  expect(difference(250)).toBeGreaterThan(1e-4);
});

test('propellers begin to cavitate at a fifth to three fifths of full speed, and modulate most at full speed', () => {
  const shares = (shaftRpm: number) =>
    Array.from({ length: 2000 }, (_, seed) => cavitationShare(new Random(seed), shaftRpm, 100));
  expect(Math.max(...shares(19))).toBe(0);
  expect(Math.min(...shares(61))).toBeGreaterThan(0.5);
  expect(shares(40).filter((share) => share > 0).length / 2000).toBeCloseTo(0.5, 1);
  expect(shares(100).every((share) => share === 1)).toBe(true);
});
