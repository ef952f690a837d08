import { expect, test } from 'vitest';
import { LatestSound } from '../../src/clips/latest-sound.js';
import { pcm24 } from '../../src/clips/wav24.js';

test('what was heard latest comes in the order of time, also where the ring begins anew', () => {
  const latest = new LatestSound(10, 1);
  for (let block = 0; block < 4; block++)
    latest.push(Float32Array.of(4 * block, 4 * block + 1, 4 * block + 2, 4 * block + 3), 400 * (block + 1));
  const { parts, startMs } = latest.since(900);
  expect(parts.flatMap((part) => [...part])).toEqual([9, 10, 11, 12, 13, 14, 15]);
  expect(startMs).toBe(900);
  expect(latest.since(0)).toMatchObject({ startMs: 600 });
});

test('samples become the nearest of 24 bits, and what lies beyond full scale its end', () => {
  const steps = [0, 1, -1, 0.6, -0.6, 0.4, -0.4].map((step) => step / 0x7fffff);
  const bytes = pcm24(Float32Array.of(...steps, 1, -1, 7, -7, Number.NaN));
  const values = Array.from({ length: bytes.length / 3 }, (_, i) => bytes.readIntLE(3 * i, 3));
  const end = 0x7fffff;
  expect(values).toEqual([0, 1, -1, 1, -1, 0, 0, end, -end, end, -end, 0]);
});
