import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deal, dealCounts, SIDES } from '../../src/datasets/deal.js';
import { findLeaks } from '../../src/datasets/leaks.js';
import { SPLIT_WAYS, type SplitRequest, splitRecordings } from '../../src/datasets/split.js';
import { HullprintError } from '../../src/errors.js';
import { Random } from '../../src/simulator/random.js';
import { surveyed } from './miniature.js';

const byVessel: SplitRequest = { by: 'vessel', seed: 1, validation: 0.15, test: 0.15 };

/** 20 big vessels with 1 to 5 recordings each, 10 small ones with one, 40 recordings without a ship. */
const fleet = [
  ...Array.from({ length: 20 }, (_, ship) =>
    Array.from({ length: 1 + (ship % 5) }, (_, passage) =>
      surveyed(`big ${ship} ${passage}`, 'big', `BIG ${ship}`),
    ),
  ).flat(),
  ...Array.from({ length: 10 }, (_, ship) => surveyed(`small ${ship}`, 'small', `SMALL ${ship}`)),
  ...Array.from({ length: 40 }, (_, i) => surveyed(`sea ${i}`, 'none', '')),
];

const vesselsOn = (side: { vessel: string; size: string }[], size: string) =>
  new Set(side.filter((recording) => recording.size === size).map(({ vessel }) => vessel)).size;

const recording = fc.record({
  id: fc.integer({ min: 0, max: 40 }),
  size: fc.constantFrom('big' as const, 'small' as const, 'none' as const, 'medium' as const),
  vessel: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', ''),
  site: fc.constantFrom('pier', 'quay', 'reef'),
  hydrophone: fc.constantFrom('east', 'west', 'south'),
  day: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }),
  sound: fc.integer({ min: 0, max: 30 }),
});

const dataSet = fc
  .uniqueArray(recording, { minLength: 1, maxLength: 40, selector: ({ id }) => id })
  .map((all) =>
    all.map(({ id, size, vessel, site, hydrophone, day, sound }) =>
      surveyed(`r${id}`, size, vessel, { site, hydrophone, startMs: day, audio: [`sha256:${sound}`] }),
    ),
  );

test('whatever is split in whatever way, nothing is on two sides and nothing is lost', () => {
  const request = fc.record({
    by: fc.constantFrom(...SPLIT_WAYS),
    seed: fc.nat(),
    validation: fc.constantFrom(0, 0.2),
    test: fc.constantFrom(0.1, 0.5),
  });
  let splits = 0;
  fc.assert(
    fc.property(dataSet, request, (recordings, wanted) => {
      let split: ReturnType<typeof splitRecordings>;
      try {
        split = splitRecordings(recordings, wanted);
      } catch (error) {
        // There may be too little to split; that is said, and nothing else.
        expect(error).toBeInstanceOf(HullprintError);
        return;
      }
      splits++;
      // A check of its own, by pairs.
      for (const a of SIDES) {
        for (const b of SIDES.filter((side) => side !== a)) {
          for (const one of split.sides[a]) {
            for (const other of split.sides[b]) {
              expect(one.recordingId).not.toBe(other.recordingId);
              expect(one.audio[0]).not.toBe(other.audio[0]);
              if (one.size !== 'none' && other.size !== 'none' && one.vessel !== '')
                expect(one.vessel).not.toBe(other.vessel);
            }
          }
        }
      }
      expect(findLeaks(split.sides)).toEqual([]);
      const told = [
        ...SIDES.flatMap((side) => split.sides[side].map(({ recordingId }) => recordingId)),
        ...split.leftOut.map(({ subject }) => subject),
      ];
      expect(told.sort()).toEqual(recordings.map(({ recordingId }) => recordingId).sort());
    }),
    { seed: 5, numRuns: 300 },
  );
  expect(splits).toBeGreaterThan(150);
});

test('the same seed gives the same split whatever the order, another seed another one', () => {
  const split = splitRecordings(fleet, byVessel);
  expect(splitRecordings(fleet.toReversed(), byVessel)).toEqual(split);
  expect(splitRecordings(fleet, { ...byVessel, seed: 2 }).sides).not.toEqual(split.sides);
});

test('by vessel, each side has its share of the vessels of each size', () => {
  const { sides, leftOut, warnings } = splitRecordings(fleet, byVessel);
  expect(SIDES.map((side) => vesselsOn(sides[side], 'big'))).toEqual([14, 3, 3]);
  expect(SIDES.map((side) => vesselsOn(sides[side], 'small'))).toEqual([6, 2, 2]);
  expect(SIDES.map((side) => sides[side].filter(({ size }) => size === 'none').length)).toEqual([28, 6, 6]);
  expect(leftOut).toEqual([]);
  expect(warnings).toEqual([]);
});

test('a size with a single vessel goes to training, with a warning', () => {
  const recordings = [
    ...fleet.filter(({ size }) => size !== 'small'),
    surveyed('tug', 'small', 'TUG'),
    surveyed('tug again', 'small', 'TUG'),
  ];
  const { sides, warnings } = splitRecordings(recordings, byVessel);
  expect(sides.training.filter(({ size }) => size === 'small')).toHaveLength(2);
  expect(warnings).toEqual(['no small vessel in validation and test (of 1 in all)']);
});

test('medium and unlabelled recordings are on no side, with the reason', () => {
  const recordings = [...fleet, surveyed('ferry', 'medium', 'FERRY'), surveyed('cat', 'unlabelled', 'CAT')];
  const { sides, leftOut } = splitRecordings(recordings, byVessel);
  expect(sides).toEqual(splitRecordings(fleet, byVessel).sides);
  expect(leftOut.map(({ subject }) => subject)).toEqual(['cat', 'ferry']);
  expect(leftOut[1]!.reason).toContain('50 to 100 m');
});

test('two vessels with the same samples stay on one side, with a warning', () => {
  const { audio } = fleet[0]!;
  for (let seed = 0; seed < 20; seed++) {
    const recordings = [...fleet, surveyed('copy', 'small', 'COPY', { audio })];
    const { sides, warnings } = splitRecordings(recordings, { ...byVessel, seed });
    const home = SIDES.filter((side) => sides[side].some((one) => one.audio[0] === audio[0]));
    expect(home).toHaveLength(1);
    expect(warnings[0]).toContain('copy and big 0 0 hold the same samples');
  }
});

describe('by time', () => {
  const day = (recordingId: string, vessel: string, startMs: number | null) =>
    surveyed(recordingId, 'big', vessel, { startMs });
  const request: SplitRequest = { by: 'time', seed: 1, validation: 0.25, test: 0.25 };

  test('the earliest are trained on and the latest tested on; what has no time is left out', () => {
    const recordings = [4, 2, 3, 1].map((at) => day(`at ${at}`, `SHIP ${at}`, at));
    const { sides, leftOut } = splitRecordings([...recordings, day('when', 'X', null)], request);
    expect(SIDES.map((side) => sides[side].map(({ recordingId }) => recordingId))).toEqual([
      ['at 1', 'at 2'],
      ['at 3'],
      ['at 4'],
    ]);
    expect(leftOut).toEqual([{ subject: 'when', reason: 'nothing tells when it was recorded' }]);
  });

  test('a vessel that comes again stays where it is most, the rest of it is left out', () => {
    const recordings = [
      day('1', 'OFTEN', 1),
      day('2', 'OFTEN', 2),
      day('3', 'EARLY', 3),
      day('4', 'MIDDLE', 4),
      day('5', 'OFTEN', 5),
      day('6', 'LATE', 6),
    ];
    const { sides, leftOut } = splitRecordings(recordings, { ...request, validation: 0, test: 0.34 });
    expect(sides.training.map(({ recordingId }) => recordingId)).toEqual(['1', '2', '3', '4']);
    expect(sides.test.map(({ recordingId }) => recordingId)).toEqual(['6']);
    expect(leftOut).toEqual([{ subject: '5', reason: 'its vessel or its sound is in training' }]);
  });
});

test.each(['site', 'hydrophone'] as const)('by %s, one is on one side as a whole', (by) => {
  const recordings = fleet.map((one, i) => ({
    ...one,
    vessel: one.vessel && `${one.vessel} ${i % 7}`,
    [by]: `place ${i % 7}`,
  }));
  const { sides } = splitRecordings(recordings, { ...byVessel, by });
  const sites = SIDES.map((side) => new Set(sides[side].map((recording) => recording[by])));
  expect(sites.map(({ size }) => size)).toEqual([5, 1, 1]);
  expect(new Set(sites.flatMap((of) => [...of])).size).toBe(7);
});

test.each<[string, SplitRequest['by'], ReturnType<typeof surveyed>[], string]>([
  ['a single vessel', 'vessel', [surveyed('a', 'big', 'X'), surveyed('b', 'big', 'X')], 'two vessels'],
  ['a single site', 'site', [surveyed('a', 'big', 'X'), surveyed('b', 'big', 'Y')], 'another site'],
  [
    'a single hydrophone',
    'hydrophone',
    [surveyed('a', 'big', 'X'), surveyed('b', 'big', 'Y')],
    'another hydrophone',
  ],
  ['nothing with a time', 'time', [surveyed('a', 'big', 'X')], 'nothing tells when'],
  ['nothing with a size', 'vessel', [surveyed('a', 'unlabelled', 'X')], 'nothing tells its size'],
])('%s cannot be split, and that is said', (_what, by, recordings, words) => {
  const split = () => splitRecordings(recordings, { ...byVessel, by });
  expect(split).toThrow(HullprintError);
  expect(split).toThrow(words);
});

test('counts follow the shares, and training comes first where there are too few', () => {
  const shares = { validation: 0.15, test: 0.15 };
  expect(dealCounts(100, shares)).toEqual({ training: 70, validation: 15, test: 15 });
  expect(dealCounts(3, shares)).toEqual({ training: 1, validation: 1, test: 1 });
  expect(dealCounts(2, shares)).toEqual({ training: 1, validation: 0, test: 1 });
  expect(dealCounts(1, shares)).toEqual({ training: 1, validation: 0, test: 0 });
  expect(dealCounts(0, shares)).toEqual({ training: 0, validation: 0, test: 0 });
  expect(dealCounts(10, { validation: 0, test: 0.3 })).toEqual({ training: 7, validation: 0, test: 3 });
});

test('over many seeds each vessel comes to the test side as often as its share says', () => {
  const seeds = 600;
  const tested = new Map<number, number>();
  const items = Array.from({ length: 10 }, (_, i) => i);
  for (let seed = 0; seed < seeds; seed++) {
    const dealt = deal(items, { validation: 0, test: 0.3 }, new Random(`seed ${seed}`));
    for (const item of dealt.test) tested.set(item, (tested.get(item) ?? 0) + 1);
  }
  // Binomial with p = 0.3: four standard deviations are 0.075.
  for (const item of items) expect(Math.abs(tested.get(item)! / seeds - 0.3)).toBeLessThan(0.075);
});
