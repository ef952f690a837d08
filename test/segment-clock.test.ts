import { expect, test } from 'vitest';
import { SegmentClock } from '../src/segment-clock.js';

test('seconds of the segment become UTC by the sample count', () => {
  const clock = new SegmentClock(1000, 5_000);
  clock.advance(1000, 5_000);
  clock.advance(1000, 6_000);
  expect(clock.span({ startSeconds: 0.5, endSeconds: 1.5 })).toEqual({ startMs: 5_500, endMs: 6_500 });
});

test('jitter of the arrival does not move the clock', () => {
  const clock = new SegmentClock(1000, 0);
  clock.advance(1000, 0);
  clock.advance(1000, 1_015);
  clock.advance(1000, 1_990);
  expect(clock.span({ startSeconds: 2, endSeconds: 3 }).startMs).toBe(2_000);
});

test('a converter that runs slow is followed', () => {
  const clock = new SegmentClock(1000, 0);
  for (let second = 0; second < 100; second++) clock.advance(1000, second * 1001);
  expect(clock.span({ startSeconds: 99, endSeconds: 100 }).startMs).toBeCloseTo(99 * 1001, -2);
});
