import { decodeTime } from 'ulid';
import { expect, test } from 'vitest';
import { passageIds } from '../src/passage-ids.js';

test('ids of passages tell when they began, also in fractions of a millisecond, and sort by it', () => {
  const nextId = passageIds();
  const startMs = Date.UTC(2026, 4, 1, 10);
  const ids = [startMs, startMs + 0.25, startMs + 0.5, startMs + 1.75].map(nextId);
  expect(ids.map((id) => decodeTime(id) - startMs)).toEqual([0, 0, 0, 1]);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(4);
});
