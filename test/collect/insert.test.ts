import { expect, test } from 'vitest';
import { insertOf } from '../../src/collect/insert.js';
import { event, levels } from '../publish/example-messages.js';

const from = { schema: 1, node: 'pier', channel: 'north', replayed: false };

test('a message becomes a row that keeps what this version does not know', () => {
  const payload = JSON.stringify({ ...from, ...event, phase: 'update', later: 'added' });
  const { text, values } = insertOf('hydro/pier/north/event', payload)!;
  expect(text).toContain('hullprint.events');
  expect(values).toEqual([event.id, 'pier', 'north', 1, event.start, 41, payload]);
});

test('levels keep silent bands as no number', () => {
  const { values } = insertOf('hydro/pier/north/levels', JSON.stringify({ ...from, ...levels }))!;
  expect(values.at(-1)).toEqual([88.1, null]);
});

test('a node is known by the base of its topics until it has told its name', () => {
  expect(insertOf('sea/bay/pier/status', 'online')!.values).toEqual(['sea/bay/pier', 'online']);
});

test('other topics are left alone, and what is no message of schema 1 says why', () => {
  expect(insertOf('hydro/pier/north/spectrogram', '\u0001')).toBe(null);
  expect(() => insertOf('hydro/pier/north/event', '{')).toThrow('not JSON');
  expect(() =>
    insertOf('hydro/pier/north/event', JSON.stringify({ ...from, ...event, phase: 'odd' })),
  ).toThrow(/^phase: /);
  expect(() => insertOf('hydro/pier/status', 'maybe')).toThrow();
});
