import { expect, test } from 'vitest';
import { learntFrom } from '../../src/datasets/learnt-from.js';
import { surveyed } from './miniature.js';

const trained = surveyed('a', 'big', 'LOUIS P');
const stoppedBy = surveyed('b', 'small', 'ROBUST');
const sides = { training: [trained], validation: [stoppedBy], test: [surveyed('c', 'big', 'ESER K')] };

test('a vessel, an id and samples that a training met are found, with the side; the test side is not', () => {
  const recordings = [
    surveyed('c', 'big', 'ESER K'),
    surveyed('d', 'big', 'Louis P'),
    surveyed('b', 'none', '', { audio: [] }),
    surveyed('e', 'none', '', { audio: stoppedBy.audio }),
    surveyed('f', 'small', 'NEW'),
  ];
  const found = learntFrom(recordings, { sides });
  expect(found.map(({ recording, leak }) => [recording.recordingId, leak.kind, leak.sides[0]])).toEqual([
    ['d', 'vessel', 'training'],
    ['b', 'recording', 'validation'],
    ['e', 'audio', 'validation'],
  ]);
});

test('a vessel that is on both sides of a bad split, and not in the index, is no matter of the index', () => {
  const bad = { sides: { training: [trained], validation: [surveyed('g', 'big', 'LOUIS P')] } };
  expect(learntFrom([surveyed('f', 'small', 'NEW')], bad)).toEqual([]);
});
