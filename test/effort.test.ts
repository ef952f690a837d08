import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Effort, EffortMeter } from '../src/effort.js';

const MINUTE_MS = 60_000;

function meter() {
  const minutes: Effort[] = [];
  return { minutes, meter: new EffortMeter((minute) => minutes.push(structuredClone(minute))) };
}

test('effort is told by whole UTC minutes', () => {
  const { minutes, meter: effort } = meter();
  effort.heard(30_000, 120);
  effort.end();
  expect(minutes.map(({ secondsHeard }) => secondsHeard)).toEqual([30, 60, 30]);
  expect(minutes.map(({ span }) => [span.startMs, span.endMs])).toEqual([
    [30_000, 60_000],
    [60_000, 120_000],
    [120_000, 150_000],
  ]);
});

test('what was not heard is told with its reason, and neighbours join', () => {
  const { minutes, meter: effort } = meter();
  effort.heard(0, 10);
  effort.missed(10_000, 5, 'overflow');
  effort.missed(15_000, 5, 'overflow');
  effort.missed(20_000, 5, 'hang');
  effort.heard(25_000, 35);
  effort.end();
  expect(minutes).toEqual([
    {
      span: { startMs: 0, endMs: MINUTE_MS },
      secondsHeard: 45,
      gaps: [
        { startMs: 10_000, seconds: 10, reason: 'overflow' },
        { startMs: 20_000, seconds: 5, reason: 'hang' },
      ],
    },
  ]);
});

test('heard and missed add up to the time that passed, however it is told', () => {
  const pieces = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 200_000 })), { minLength: 1 });
  fc.assert(
    fc.property(pieces, (told) => {
      const { minutes, meter: effort } = meter();
      let ms = 0;
      for (const [heard, lengthMs] of told) {
        if (heard) effort.heard(ms, lengthMs / 1000);
        else effort.missed(ms, lengthMs / 1000, 'overflow');
        ms += lengthMs;
      }
      effort.end();
      const total = minutes.reduce(
        (sum, { secondsHeard, gaps }) => sum + secondsHeard + gaps.reduce((s, gap) => s + gap.seconds, 0),
        0,
      );
      expect(total).toBeCloseTo(ms / 1000, 6);
      for (const { span } of minutes) {
        expect(Math.floor(span.startMs / MINUTE_MS)).toBe(Math.ceil(span.endMs / MINUTE_MS) - 1);
      }
    }),
  );
});

test('a clock set back by an hour ends the minute under way, and the next ones are told as they pass', () => {
  const { minutes, meter: effort } = meter();
  const hourMs = 60 * MINUTE_MS;
  effort.heard(hourMs + 10_000, 20);
  effort.heard(30_000, 20);
  effort.heard(50_000, 20);
  effort.end();
  expect(minutes.map(({ span }) => [span.startMs, span.endMs])).toEqual([
    [hourMs + 10_000, hourMs + 30_000],
    [30_000, 60_000],
    [60_000, 70_000],
  ]);
});
