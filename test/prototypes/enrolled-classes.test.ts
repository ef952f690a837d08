import { expect, test } from 'vitest';
import type { Judge } from '../../src/prototypes/assessment.js';
import { EnrolledClasses, judgeWithClasses } from '../../src/prototypes/enrolled-classes.js';
import { plainSpace } from '../../src/prototypes/plain-space.js';

const at = (x: number, y: number, tier = 0) => Float32Array.of(x, y, tier);
const pilot = { name: 'pilot', size: 'small' as const, recordings: [[at(2, 0)], [at(2, 0.4)]] };
const pump = { name: 'pump', size: 'none' as const, recordings: [[at(-2, 0)]] };
const shipped: Judge = {
  assess: () => ({
    probability: { big: 0.7, small: 0.2, none: 0.1 },
    nearest: [{ class: 'big', distance: 0.9 }],
    vesselClass: null,
  }),
};

test('the nearest class is named, and what is far from all of them is none of them', () => {
  const classes = new EnrolledClasses([pilot, pump], plainSpace);
  expect(classes.recognise(at(2, 0.2))).toMatchObject({ name: 'pilot', size: 'small' });
  expect(classes.recognise(at(0, 5))).toBeNull();
  expect(classes.recognise(at(2, 0.2))!.confidence).toBeGreaterThan(0.9);
});

test('windows of another tier of bandwidth are not compared', () => {
  expect(new EnrolledClasses([pilot], plainSpace).recognise(at(2, 0.2, 1))).toBeNull();
});

test('a vessel that is named has the size of its class, as sure as that is, and is as much a ship as before', () => {
  const judge = judgeWithClasses(shipped, new EnrolledClasses([pilot, pump], plainSpace));
  const named = judge.assess(at(2, 0.2));
  expect(named.vesselClass?.name).toBe('pilot');
  const { confidence } = named.vesselClass!;
  expect(named.probability.small).toBeCloseTo(0.9 * confidence + 0.2 * (1 - confidence), 12);
  expect(named.probability.big).toBeCloseTo(0.7 * (1 - confidence), 12);
  expect(named.probability.none).toBe(0.1);
  expect(judge.assess(at(0, 5)).probability).toEqual({ big: 0.7, small: 0.2, none: 0.1 });
  expect(named.nearest.map((each) => each.class)).toEqual(['pilot', 'big', 'pump']);
});

test('what was enrolled as none is no ship any more, and nothing else changes', () => {
  const judge = judgeWithClasses(shipped, new EnrolledClasses([pilot, pump], plainSpace));
  const { probability, vesselClass } = judge.assess(at(-2, 0));
  expect(vesselClass).toBeNull();
  expect(probability.none).toBeGreaterThan(0.9);
  expect(probability.big + probability.small + probability.none).toBeCloseTo(1, 12);
  expect(judge.assess(at(0, 5)).probability).toEqual({ big: 0.7, small: 0.2, none: 0.1 });
});
