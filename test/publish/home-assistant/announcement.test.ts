import { expect, test } from 'vitest';
import { Announcement } from '../../../src/publish/home-assistant/announcement.js';
import type { Discovery } from '../../../src/publish/home-assistant/discovery.js';
import { type InfoMessage, SCHEMA } from '../../../src/publish/messages.js';
import { topicsOf } from '../../../src/publish/topics.js';
import { info } from '../example-messages.js';

const kinds = ['size', 'class', 'confidence', 'level', 'health', 'problem'];

function nodeWith(...channels: string[]): InfoMessage {
  const [like] = info.channels;
  return {
    schema: SCHEMA,
    node: 'pier',
    ...info,
    channels: channels.map((channel) => ({ ...like!, channel })),
  };
}

function announcement({ announce = true } = {}): Announcement {
  return new Announcement({ announce, prefix: 'homeassistant' }, 'pier', topicsOf('pier'));
}

const components = (payload: string | null) => (JSON.parse(payload!) as Discovery).cmps;
const taken = { p: 'sensor' };
const takenAway = (channel: string) =>
  Object.fromEntries(
    kinds.map((kind) => [`${channel}_${kind}`, kind === 'problem' ? { p: 'binary_sensor' } : taken]),
  );

test('each channel is a size, a class, a confidence, a level, a health and a problem of one device', () => {
  const told = JSON.parse(announcement().of(nodeWith('north', 'south'))!) as Discovery;
  expect(Object.keys(told.cmps)).toEqual(
    ['north', 'south'].flatMap((channel) => kinds.map((kind) => `${channel}_${kind}`)),
  );
  const ids = Object.values(told.cmps).map((entity) => 'unique_id' in entity && entity.unique_id);
  expect(new Set(ids).size).toBe(12);
  expect(told).toMatchObject({ dev: { ids: ['hullprint_pier'] }, availability_topic: 'hydro/pier/status' });
});

test('a channel that goes takes its entities along, and brings them back when it returns', () => {
  const pier = announcement();
  pier.of(nodeWith('north', 'south'));
  expect(components(pier.of(nodeWith('south')))).toMatchObject(takenAway('north'));
  expect(components(pier.of(nodeWith('south'))).north_size).toEqual(taken);
  expect(components(pier.of(nodeWith('north', 'south'))).north_size).toHaveProperty('unique_id');
});

test('a channel that went while the daemon did not run is taken away too, once', () => {
  const before = announcement().of(nodeWith('north', 'south'))!;
  const pier = announcement();
  pier.of(nodeWith('south'));
  const mended = pier.held(before)!;
  expect(components(mended)).toMatchObject(takenAway('north'));
  expect(pier.held(mended)).toBeNull();

  const later = announcement();
  later.of(nodeWith('south'));
  expect(later.held(mended)).toBeNull();
});

test('what others have left at the topic harms nothing', () => {
  const pier = announcement();
  pier.of(nodeWith('north'));
  for (const payload of ['', 'nonsense', '{}', '[]', '{"cmps":{"x":{"p":"light"}}}', 'null'])
    expect(pier.held(payload)).toBeNull();
});

test('a node that is not to be announced says nothing, and takes back what it has said before', () => {
  const before = announcement().of(nodeWith('north'))!;
  const silent = announcement({ announce: false });
  expect(silent.of(nodeWith('north'))).toBeNull();
  expect(silent.held(before)).toBe('');
  expect(silent.held('')).toBeNull();
});
