import { describe, expect, test } from 'vitest';
import { countEvents, overlapOf, type SoundEvent, scoreEvents } from '../../src/evaluation/sound-events.js';

const event = (onsetSeconds: number, offsetSeconds: number): SoundEvent => ({ onsetSeconds, offsetSeconds });

describe('events are matched', () => {
  test('from an intersection over union of 0.3 on', () => {
    expect(overlapOf(event(0, 10), event(5, 15))).toBeCloseTo(1 / 3, 12);
    expect(overlapOf(event(0, 10), event(10, 20))).toBe(0);
    expect(countEvents([event(0, 13)], [event(7, 20)])).toEqual({ matched: 1, predicted: 1, reference: 1 });
    expect(countEvents([event(0, 10)], [event(6, 16)]).matched).toBe(0); // 4 of 16 s
  });

  test('one to one: two halves of a passage are one find and one false alarm', () => {
    const counts = countEvents([event(0, 10), event(10, 20)], [event(0, 20)]);
    expect(counts).toEqual({ matched: 1, predicted: 2, reference: 1 });
  });

  test('as many as any matching has, where taking the first that fits would lose one', () => {
    // The first prediction fits both passages, the second only the first.
    const predicted = [event(0, 20), event(0, 9)];
    const reference = [event(0, 10), event(9, 20)];
    expect(countEvents(predicted, reference).matched).toBe(2);
  });
});

describe('scores', () => {
  test('are those of all recordings together', () => {
    const counts = [
      { matched: 3, predicted: 4, reference: 5 },
      { matched: 0, predicted: 2, reference: 1 },
    ];
    expect(scoreEvents(counts)).toEqual({ precision: 0.5, recall: 0.5, fMeasure: 0.5 });
  });

  test('are 0 where nothing is found', () => {
    const counts = countEvents([], [event(0, 1)]);
    expect(scoreEvents([counts])).toEqual({ precision: 0, recall: 0, fMeasure: 0 });
  });
});
