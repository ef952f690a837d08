import { expect, test } from 'vitest';
import { proposeFromAis } from '../../src/enrollment/ais-proposals.js';
import type { EventMessage } from '../../src/publish/messages.js';
import { event } from '../publish/example-messages.js';

const clip = { startMs: 0, sampleRateHz: 32_000 };
let minute = 10;

function heard(
  change: Partial<EventMessage> & { length?: number | null; type?: number | null; mmsi?: number },
  rest: { review?: 'right' | 'wrong'; clip?: null } = {},
) {
  const { length = 180, type = null, mmsi = 211_000_000, ...changes } = change;
  const ais = { mmsi, name: 'Evening Star II ', lengthM: length, type, rangeM: 700 };
  const base = { schema: 1, node: 'pier', channel: 'north', replayed: false } as const;
  const start = `2026-05-01T10:${minute++}:00.000Z`;
  return {
    event: {
      ...base,
      ...event,
      phase: 'end' as const,
      size: 'big' as const,
      confidence: 0.9,
      ais,
      start,
      ...changes,
    },
    review: rest.review ? { verdict: rest.review, name: null, time: start } : null,
    clip: rest.clip === null ? null : clip,
  };
}

test('the passages of a ship make one class of her name and size', () => {
  const { proposals, left } = proposeFromAis(
    [
      heard({ id: 'B', start: '2026-05-01T12:00:00.000Z' }),
      heard({ id: 'A' }),
      heard({ id: 'C', size: 'unknown', confidence: 0.1, mmsi: 7, length: null, type: 52 }),
    ],
    0.5,
  );
  expect(left).toEqual([]);
  expect(proposals).toEqual([
    { name: 'evening-star-ii', size: 'big', mmsi: 211_000_000, lengthM: 180, passages: ['A', 'B'] },
    { name: 'evening-star-ii-7', size: 'small', mmsi: 7, lengthM: null, passages: ['C'] },
  ]);
});

test.each([
  ['a conflict', heard({ size: 'small' }), 'conflict: AIS says big, the verdict small'],
  ['a length between', heard({ length: 70 }), 'neither small (below 50 m) nor big (from 100 m)'],
  [
    'a kind that comes in all sizes',
    heard({ length: null, type: 60 }),
    'neither small (below 50 m) nor big (from 100 m)',
  ],
  ['a verdict that is not sure', heard({ confidence: 0.4 }), 'the verdict is only 0.4 sure'],
  ['one that a person says is wrong', heard({}, { review: 'wrong' }), 'reviewed as wrong'],
  ['one whose sound is gone', heard({}, { clip: null }), 'its clip is gone'],
])('%s is left, and told why', (_, passage, why) => {
  const { proposals, left } = proposeFromAis([passage], 0.5);
  expect(proposals).toEqual([]);
  expect(left.map((each) => each.why)).toEqual([why]);
});

test('a passage that goes on, and one that AIS does not know, are not spoken of', () => {
  const passages = [heard({ phase: 'update' }), heard({ ais: null })];
  expect(proposeFromAis(passages, 0.5)).toEqual({ proposals: [], left: [] });
});
