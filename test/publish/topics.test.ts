import { expect, test } from 'vitest';
import { topicsOf } from '../../src/publish/topics.js';

test('topics lie under hydro/<node>', () => {
  const topics = topicsOf('pier');
  expect(topics.status).toBe('hydro/pier/status');
  expect(topics.event('north')).toBe('hydro/pier/north/event');
  expect(topics.state('north')).toBe('hydro/pier/north/state');
  expect(topics.levels('north')).toBe('hydro/pier/north/levels');
  expect(topics.effort('north')).toBe('hydro/pier/north/effort');
});

test('another base may have several levels', () => {
  expect(topicsOf('pier', 'port/east/sound').health).toBe('port/east/sound/health');
});

test.each(['', 'a/b', 'a+', '#', '$SYS', 'a\u0000b', 'a\nb'])('the name %j is refused', (name) => {
  expect(() => topicsOf(name)).toThrow(/cannot use name/);
  expect(() => topicsOf('pier').event(name)).toThrow(/cannot use name/);
  if (name !== 'a/b') expect(() => topicsOf('pier', `base/${name}`)).toThrow(/cannot use name/);
});
