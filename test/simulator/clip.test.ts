import { expect, test } from 'vitest';
import { simulateClip } from '../../src/simulator/clip.js';
import { bandMeanDb, welchDb } from './welch.js';

test('a seed gives the same clip again', () => {
  const first = simulateClip({ seed: 3, size: 'big' });
  const again = simulateClip({ seed: 3, size: 'big' });
  expect(again).toEqual(first);
  expect(simulateClip({ seed: 4, size: 'big' }).samples).not.toEqual(first.samples);
});

test('a clip has the length and rate that were asked for, and finite samples within full scale', () => {
  for (const size of ['big', 'small', 'none'] as const) {
    for (let seed = 0; seed < 15; seed++) {
      const { samples } = simulateClip({ seed, size, seconds: 2.5, sampleRateHz: 16_000 });
      expect(samples).toHaveLength(40_000);
      expect(samples.every((x) => Number.isFinite(x) && Math.abs(x) <= 1)).toBe(true);
      expect(samples.some((x) => x !== samples[0])).toBe(true);
    }
  }
});

test('the truth fits the size: big from 100 m, small below 50 m, nothing for none', () => {
  for (let seed = 0; seed < 20; seed++) {
    expect(simulateClip({ seed, size: 'big', seconds: 0.2 }).truth.lengthM).toBeGreaterThanOrEqual(100);
    expect(simulateClip({ seed, size: 'small', seconds: 0.2 }).truth.lengthM).toBeLessThan(50);
    expect(simulateClip({ seed, size: 'none', seconds: 0.2 }).truth).toMatchObject({
      vesselType: null,
      shaftHz: null,
      snrDb: null,
    });
  }
});

test('big ships are on the whole heavier in the low frequencies than small craft', () => {
  const slopes = (size: 'big' | 'small') =>
    Array.from({ length: 25 }, (_, seed) => {
      const { samples } = simulateClip({ seed: `${size} ${seed}`, size, tiltDbPerDecade: 0, rippleDb: 0 });
      const density = welchDb(samples, 16_000, 16_000);
      return bandMeanDb(density, 1, 56, 112) - bandMeanDb(density, 1, 1400, 2800);
    }).sort((a, b) => a - b);
  expect(slopes('big')[12]! - slopes('small')[12]!).toBeGreaterThan(5);
});
