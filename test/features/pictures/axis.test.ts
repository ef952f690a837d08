import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frequencyTicks, linearTicks, logFrequencyAxis } from '../../../src/features/pictures/axis.js';

test('a linear axis has round numbers with just the digits that they need', () => {
  expect(linearTicks(0, 18, 10).map(({ label }) => label)).toEqual('0 2 4 6 8 10 12 14 16 18'.split(' '));
  expect(linearTicks(-120, -60, 6).map(({ label }) => label)).toEqual(
    '−120 −110 −100 −90 −80 −70 −60'.split(' '),
  );
  expect(linearTicks(0, 1, 5).map(({ label }) => label)).toEqual('0.0 0.2 0.4 0.6 0.8 1.0'.split(' '));
  expect(linearTicks(12.3, 12.42, 4).map(({ label }) => label)).toEqual('12.30 12.35 12.40'.split(' '));
});

test('a frequency axis reads 1, 2, 5 in each decade, thousands as k', () => {
  expect(frequencyTicks(10, 16_000).map(({ label }) => label)).toEqual(
    '10 20 50 100 200 500 1k 2k 5k 10k'.split(' '),
  );
  expect(frequencyTicks(30, 400).map(({ value }) => value)).toEqual([50, 100, 200]);
});

test('any linear axis: ticks lie inside, rise in even steps and are never more than asked for', () => {
  const range = fc.tuple(
    fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    fc.double({ min: 0.01, max: 1e5, noNaN: true }),
  );
  fc.assert(
    fc.property(range, fc.integer({ min: 2, max: 15 }), ([low, span], most) => {
      const ticks = linearTicks(low, low + span, most);
      expect(ticks.length).toBeLessThanOrEqual(most + 1);
      expect(ticks.length).toBeGreaterThan(most / 2.5 - 1.01);
      for (const [i, { value, label }] of ticks.entries()) {
        expect(value).toBeGreaterThanOrEqual(low - 1e-6 * span);
        expect(value).toBeLessThanOrEqual(low + span * (1 + 1e-6));
        expect(Math.abs(Number(label.replace('−', '-')) - value)).toBeLessThan(1e-6 * span);
        if (i > 1) {
          const step = ticks[1]!.value - ticks[0]!.value;
          expect(value - ticks[i - 1]!.value).toBeCloseTo(step, 6);
        }
      }
    }),
  );
});

test('equal ratios take equal room on a frequency axis', () => {
  const { position } = logFrequencyAxis(10, 10_000);
  expect([10, 100, 1000, 10_000].map(position).map((at) => Number(at.toFixed(9)))).toEqual([
    0, 0.333333333, 0.666666667, 1,
  ]);
});
