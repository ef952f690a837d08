import { expect, test } from 'vitest';
import { type RankedRecording, rankingOf } from '../../src/evaluation/ranking.js';

function recordings(
  size: RankedRecording['size'],
  count: number,
  probability: RankedRecording['probability'],
) {
  return Array.from({ length: count }, (_, i) => ({
    recordingId: `${size} ${i}`,
    vessel: `${size} ${Math.floor(i / 2)}`,
    size,
    probability,
  }));
}

test('size is ranked among ships whatever the chance of none, presence whatever the size', () => {
  const { size, presence } = rankingOf([
    ...recordings('big', 12, { big: 0.02, small: 0.01, none: 0.97 }),
    ...recordings('small', 12, { big: 0.3, small: 0.6, none: 0.1 }),
    ...recordings('none', 12, { big: 0.01, small: 0.01, none: 0.98 }),
  ]);
  expect(size).toEqual({ auc: 1, interval: [1, 1] });
  expect(presence).toEqual({ auc: 1, interval: [1, 1] });
});

test('what says nothing ranks by chance', () => {
  const even = { big: 0.3, small: 0.3, none: 0.4 };
  const all = [
    ...recordings('big', 12, even),
    ...recordings('small', 12, even),
    ...recordings('none', 12, even),
  ];
  expect(rankingOf(all)).toMatchObject({ size: { auc: 0.5 }, presence: { auc: 0.5 } });
});

test('two recordings of a vessel are not two vessels: too few give no interval', () => {
  const few = [
    ...recordings('big', 8, { big: 0.8, small: 0.1, none: 0.1 }),
    ...recordings('small', 12, { big: 0.1, small: 0.8, none: 0.1 }),
  ];
  expect(rankingOf(few)).toEqual({
    size: { auc: 1, interval: null },
    presence: { auc: null, interval: null },
  });
});
