import { expect, test } from 'vitest';
import { levelsBody } from '../../src/publish/bodies.js';

test('levels say power means, and percentiles by the share of seconds that lie below', () => {
  // Ten seconds of 100 to 109 dB in no order; the second band is 20 dB lower.
  const frames = [3, 9, 1, 7, 0, 5, 2, 8, 6, 4].map((dB, second) => ({
    startSeconds: second,
    endSeconds: second + 1,
    splDb: 100 + dB,
    decidecadeDb: Float32Array.of(100 + dB, 80 + dB),
  }));
  const span = { startMs: Date.parse('2026-05-01T00:00:00Z'), endMs: Date.parse('2026-05-01T00:00:10Z') };
  const body = levelsBody(span, frames, [100, 125.89254], null);
  // 10 lg of the mean of 10^(0 … 0.9).
  expect(body.splDb).toBeCloseTo(105.411, 2);
  expect(body.decidecades).toEqual({
    centreHz: [100, 125.893],
    levelDb: [expect.closeTo(105.411, 1), expect.closeTo(85.411, 1)],
  });
  const { p10, p50, p90 } = body.percentiles;
  expect([p10, p50, p90]).toEqual([100.9, 104.5, 108.1].map((dB) => expect.closeTo(dB, 1)));
});
