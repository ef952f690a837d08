import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, withoutSkewedDays } from '../../src/site/days.js';

const HOUR_MS = 3_600_000;

/** Evidence of days with so many each, in the order of time. */
const days = (...counts: number[]) =>
  counts.flatMap((count, day) =>
    Array.from({ length: count }, (_, i) => ({ timeMs: (24 * day + (24 * i) / count) * HOUR_MS })),
  );

function countsOf(evidence: readonly { timeMs: number }[]): number[] {
  const counts = new Map<number, number>();
  for (const one of evidence) counts.set(dayOf(one), (counts.get(dayOf(one)) ?? 0) + 1);
  return [...counts.values()];
}

test.each([
  [
    [24, 24, 24, 3],
    [24, 24, 24, 3],
  ],
  [
    [24, 4, 4],
    [4, 4, 4],
  ],
  [
    [24, 3, 3, 3, 3],
    [6, 3, 3, 3, 3],
  ],
  [
    [2, 24, 20, 3],
    [2, 5, 5, 3],
  ],
  [[24, 24], []],
  [[], []],
])('of days with %j there stay %j', (counts, kept) => {
  expect(countsOf(withoutSkewedDays(days(...counts)))).toEqual(kept);
});

test('no day has more than a third, and nothing is dropped where none has', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 24 }), { maxLength: 8 }), (counts) => {
      const all = days(...counts);
      const kept = withoutSkewedDays(all);
      expect(new Set(kept).size).toBe(kept.length);
      expect(Math.max(0, ...countsOf(kept)) * 3).toBeLessThanOrEqual(kept.length);
      if (Math.max(0, ...counts) * 3 <= all.length) expect(kept).toEqual(all);
    }),
  );
});

test('what stays of a day is of the whole day', () => {
  const kept = withoutSkewedDays(days(24, 4, 4)).filter((one) => dayOf(one) === 0);
  expect(kept.map(({ timeMs }) => timeMs / HOUR_MS)).toEqual([0, 6, 12, 18]);
});
