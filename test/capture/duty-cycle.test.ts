import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DutyCycledSource, restsUntil } from '../../src/capture/duty-cycle.js';
import type { CaptureEvent, CaptureSource } from '../../src/capture/source.js';

const MINUTE_MS = 60_000;
const cycle = { listenMinutes: 10, everyMinutes: 60 };

test('it listens for the first part of each cycle of UTC', () => {
  const at = (time: string) => restsUntil(cycle, Date.parse(`2026-05-01T${time}Z`));
  expect(at('10:00:00')).toBeNull();
  expect(at('10:09:59.999')).toBeNull();
  expect(at('10:10:00')).toBe(Date.parse('2026-05-01T11:00:00Z'));
  expect(at('10:59:59.999')).toBe(Date.parse('2026-05-01T11:00:00Z'));
  expect(restsUntil({ listenMinutes: 0.5, everyMinutes: 1 }, 30_000)).toBe(MINUTE_MS);
});

/** Gives a block each second while it is listened to. */
class Ticking implements CaptureSource {
  readonly name = 'ticking';
  readonly live = true;
  openings: number[] = [];
  closings: number[] = [];

  async *listen(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    this.openings.push(Date.now());
    yield { type: 'opened', sampleRateHz: 8000, channels: 1, device: 'test' };
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      yield { type: 'block', firstSample: 0, timeMs: Date.now(), inputs: [new Float32Array(8000)] };
    }
    this.closings.push(Date.now());
  }
}

const MIDNIGHT_MS = Date.UTC(2026, 4, 1);

beforeEach(() => {
  vi.useFakeTimers({ now: MIDNIGHT_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

async function hear(source: CaptureSource, minutes: number, onMinute: (minute: number) => void = () => {}) {
  const stop = new AbortController();
  const events: CaptureEvent[] = [];
  const done = (async () => {
    for await (const event of source.listen(stop.signal)) events.push(event);
  })();
  for (let minute = 0; minute < minutes; minute++) {
    onMinute(minute);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
  }
  stop.abort();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  await done;
  return events;
}

test('the source is opened for each listening and let go of for each rest, which is told of while it lasts', async () => {
  const source = new Ticking();
  const events = await hear(new DutyCycledSource(source, { listenMinutes: 2, everyMinutes: 5 }), 11);
  const minutes = (times: readonly number[]) => times.map((ms) => Math.round((ms - MIDNIGHT_MS) / MINUTE_MS));
  expect(minutes(source.openings)).toEqual([0, 5, 10]);
  expect(minutes(source.closings).slice(0, 2)).toEqual([2, 7]);
  const rests = events.filter(({ type }) => type === 'resting');
  expect(new Set(rests.map((event) => event.type === 'resting' && event.untilMs))).toEqual(
    new Set([MIDNIGHT_MS + 5 * MINUTE_MS, MIDNIGHT_MS + 10 * MINUTE_MS]),
  );
  expect(rests.length).toBeGreaterThanOrEqual(2 * 3 * 5);
  expect(events.filter(({ type }) => type === 'block').length).toBeGreaterThan(280);
});

test('a clock that is set in the middle of a rest ends it, and one set in the middle of listening begins one', async () => {
  const source = new Ticking();
  await hear(new DutyCycledSource(source, cycle), 30, (minute) => {
    if (minute === 20) vi.setSystemTime(MIDNIGHT_MS + 61 * MINUTE_MS);
    if (minute === 23) vi.setSystemTime(MIDNIGHT_MS + 100 * MINUTE_MS);
  });
  expect(source.openings).toHaveLength(2);
  expect(source.closings[1]! - MIDNIGHT_MS).toBeLessThan(101 * MINUTE_MS);
});
