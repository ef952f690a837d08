import { expect, test } from 'vitest';
import { duplicatesOf } from '../../src/datasets/duplicates.js';
import { findLeaks } from '../../src/datasets/leaks.js';
import { surveyed } from './miniature.js';

const training = surveyed('a', 'big', 'LOUIS P');

test('recordings of other vessels, ids and samples leak nothing', () => {
  const test = [surveyed('b', 'big', 'ESER K'), surveyed('c', 'small', 'ROBUST')];
  expect(findLeaks({ training: [training], validation: [], test })).toEqual([]);
});

test('a vessel on two sides is a leak, however its name is written and wherever it was heard', () => {
  const test = [surveyed('b', 'big', ' Louis P', { source: 'other sea' })];
  expect(findLeaks({ training: [training], test })).toEqual([
    { kind: 'vessel', name: 'LOUIS P', sides: ['training', 'test'], recordings: ['a', 'b'] },
  ]);
});

test('a recording on two sides is a leak', () => {
  const again = surveyed('a', 'big', 'ESER K', { audio: [] });
  expect(findLeaks({ training: [training], validation: [again] })).toEqual([
    { kind: 'recording', name: 'a', sides: ['training', 'validation'], recordings: ['a'] },
  ]);
});

test('the same samples on two sides are a leak, in any of their cuts', () => {
  const copy = surveyed('b', 'none', '', {
    audio: [surveyed('x', 'none', '').audio[0]!, training.audio[0]!],
  });
  expect(findLeaks({ training: [training], test: [copy] })).toEqual([
    { kind: 'audio', name: training.audio[0], sides: ['training', 'test'], recordings: ['a', 'b'] },
  ]);
  expect(duplicatesOf([training, copy])).toEqual([['b', 'a']]);
});

test('ships without a name may be the same within a class and source; no ship is no vessel', () => {
  const unnamed = (id: string, more = {}) => surveyed(id, 'small', 'unknown', { class: 'tug', ...more });
  const leaks = findLeaks({ training: [unnamed('a')], test: [unnamed('b', { vessel: '' })] });
  expect(leaks).toMatchObject([{ kind: 'vessel', name: 'unnamed tug of pier' }]);
  expect(findLeaks({ training: [unnamed('a')], test: [unnamed('b', { class: 'pilot' })] })).toEqual([]);
  expect(findLeaks({ training: [unnamed('a')], test: [unnamed('b', { source: 'quay' })] })).toEqual([]);
  const sea = (id: string) => surveyed(id, 'none', 'none');
  expect(findLeaks({ training: [sea('a')], test: [sea('b')] })).toEqual([]);
});
