import fc from 'fast-check';
import { expect, test } from 'vitest';
import { medianInPlace, quantileInPlace } from '../../src/signal/quantile.js';
import { RunningMedian } from '../../src/signal/running-median.js';

/** The definition: sort, and go linearly between neighbours. */
function sortedQuantile(values: number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = q * (sorted.length - 1);
  const lower = Math.floor(position);
  const upper = Math.min(lower + 1, sorted.length - 1);
  return sorted[lower] + (position - lower) * (sorted[upper] - sorted[lower]);
}

const values = fc.array(
  fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
  {
    minLength: 1,
    maxLength: 200,
  },
);

test('a quantile is that of the sorted values', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
      const found = quantileInPlace(Float64Array.from(list), list.length, q);
      expect(found).toBeCloseTo(sortedQuantile(list, q), 6);
    }),
    { seed: 2 },
  );
});

test("quantiles are NumPy's", () => {
  const list = [3, 1, 4, 1, 5, 9, 2, 6];
  expect(quantileInPlace(Float64Array.from(list), 8, 0.25)).toBe(1.75);
  expect(quantileInPlace(Float64Array.from(list), 8, 0.98)).toBeCloseTo(8.58, 12);
  expect(medianInPlace(Float64Array.from(list), 8)).toBe(3.5);
  expect(medianInPlace(Float64Array.from([...list, 100]), 8)).toBe(3.5);
});

test('a running median is the median of each neighbourhood, the end values repeated', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 20 }), (list, half) => {
      const medians = new Float64Array(list.length);
      new RunningMedian(2 * half + 1).apply(Float64Array.from(list), list.length, medians);
      medians.forEach((median, i) => {
        const around = Array.from(
          { length: 2 * half + 1 },
          (_, k) => list[Math.min(list.length - 1, Math.max(0, i + k - half))],
        );
        expect(median).toBe(sortedQuantile(around, 0.5));
      });
    }),
    { seed: 4, numRuns: 60 },
  );
});
