import { expect, test } from 'vitest';
import { FrameRing } from '../../src/signal/frame-ring.js';
import { SampleHistory } from '../../src/signal/sample-history.js';

test('the latest frames are found by their index after the ring has gone round', () => {
  const ring = new FrameRing(4, 2);
  for (let frame = 0; frame < 11; frame++) ring.values.set([frame, -frame], ring.add());
  expect(ring.count).toBe(11);
  expect([7, 8, 9, 10].map((frame) => ring.values[ring.row(frame) + 1])).toEqual([-7, -8, -9, -10]);
  const column = new Float64Array(3);
  ring.copyColumn(8, 3, 0, column);
  expect([...column]).toEqual([8, 9, 10]);
});

test('the latest samples are found by their index after any number of appends', () => {
  const history = new SampleHistory(100);
  let next = 0;
  for (const length of [100, 1, 37, 99, 100, 100, 63, 100, 2, 100, 100]) {
    history.append(Float32Array.from({ length }, () => next++));
    expect(history.end).toBe(next);
    for (let back = 1; back <= Math.min(100, next); back++) {
      expect(history.samples[history.offsetOf(next - back)]).toBe(next - back);
    }
  }
});
