import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../src/publish/backoff.js';

test('waits double from the first to the longest', () => {
  const whole = (attempt: number) => backoffMs(attempt, { firstMs: 1000, longestMs: 60_000 }, () => 1);
  expect([0, 1, 2, 5, 6, 7].map(whole)).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000]);
});

test('every wait lies between a half and the whole of its step', () => {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(10_000), share, (attempt, random) => {
      const backoff = { firstMs: 500, longestMs: 30_000 };
      const stepMs = Math.min(30_000, 500 * 2 ** attempt);
      const waitMs = backoffMs(attempt, backoff, () => random);
      expect(waitMs).toBeGreaterThanOrEqual(stepMs / 2);
      expect(waitMs).toBeLessThanOrEqual(stepMs);
    }),
  );
});
