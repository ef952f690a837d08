import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from '../../src/capture/event-queue.js';
import type { CaptureEvent, GapReason } from '../../src/capture/source.js';

const opened: CaptureEvent = { type: 'opened', sampleRateHz: 1000, channels: 1, device: 'test' };

function block(firstSample: number, frames: number): CaptureEvent {
  return { type: 'block', firstSample, timeMs: firstSample, inputs: [new Float32Array(frames)] };
}

async function drain(queue: EventQueue): Promise<CaptureEvent[]> {
  queue.end();
  const events: CaptureEvent[] = [];
  for await (const event of queue) events.push(event);
  return events;
}

/** Gaps without a sample between two that belong together. */
const FOUND = [
  { kind: 'gap' as const, frames: 0, reason: 'restart' as const },
  { kind: 'gap' as const, frames: 0, reason: 'hang' as const },
  { kind: 'gap' as const, frames: 1, reason: 'restart' as const },
];

test('whatever is pushed, blocks and gaps account for every sample once and in order, in bounded room', async () => {
  const pushes = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('block' as const), frames: fc.integer({ min: 1, max: 400 }) }),
      fc.record({
        kind: fc.constant('gap' as const),
        frames: fc.integer({ min: 0, max: 5000 }),
        reason: fc.constantFrom<GapReason>('restart', 'hang', 'device-lost', 'overflow'),
      }),
      fc.record({ kind: fc.constant('unavailable' as const), frames: fc.constant(0) }),
    ),
    { maxLength: 200 },
  );
  await fc.assert(
    fc.asyncProperty(pushes, async (list) => {
      const queue = new EventQueue(2);
      queue.push(opened);
      let next = 0;
      for (const push of list) {
        if (push.kind === 'block') queue.push(block(next, push.frames));
        else if (push.kind === 'gap')
          queue.push({ type: 'gap', firstSample: next, missingSamples: push.frames, reason: push.reason });
        else queue.push({ type: 'unavailable', reason: 'gone', retryInSeconds: 1 });
        next += push.frames;
      }
      let accounted = 0;
      let held = 0;
      for (const event of await drain(queue)) {
        if (event.type !== 'block' && event.type !== 'gap') continue;
        expect(event.firstSample).toBe(accounted);
        if (event.type === 'block') held += event.inputs[0].length;
        accounted += event.type === 'block' ? event.inputs[0].length : event.missingSamples;
      }
      expect(accounted).toBe(next);
      expect(held).toBeLessThanOrEqual(2000);
    }),
    { examples: [[FOUND]] },
  );
});

test('what does not fit is one gap with the reason overflow', async () => {
  const queue = new EventQueue(2);
  queue.push(opened);
  for (let i = 0; i < 10_000; i++) queue.push(block(i * 100, 100));
  const events = await drain(queue);
  expect(events).toHaveLength(22);
  expect(events.at(-1)).toEqual({
    type: 'gap',
    firstSample: 2000,
    missingSamples: 998_000,
    reason: 'overflow',
  });
});

test('a device that is away for days is one gap and the latest notice to a reader that sleeps', async () => {
  const queue = new EventQueue(2);
  queue.push(opened);
  queue.push(block(0, 100));
  for (let i = 0; i < 1000; i++) {
    queue.push({ type: 'gap', firstSample: 100 + i * 30_000, missingSamples: 30_000, reason: 'device-lost' });
    queue.push({ type: 'unavailable', reason: `try ${i}`, retryInSeconds: 30 });
  }
  expect((await drain(queue)).slice(2)).toEqual([
    { type: 'gap', firstSample: 100, missingSamples: 30_000_000, reason: 'device-lost' },
    { type: 'unavailable', reason: 'try 999', retryInSeconds: 30 },
  ]);
});

test('the reader gets what is held before it gets the failure', async () => {
  const queue = new EventQueue(2);
  queue.push(opened);
  queue.end(new Error('gone for good'));
  const events: CaptureEvent[] = [];
  await expect(
    (async () => {
      for await (const event of queue) events.push(event);
    })(),
  ).rejects.toThrow('gone for good');
  expect(events).toEqual([opened]);
});
