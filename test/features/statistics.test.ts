import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STATISTIC_NAMES } from '../../src/features/statistics.js';
import { extract } from './extract.js';
import { shipLike, surfLike } from './signals.js';

type Golden = Record<
  | 'level'
  | 'levelQ25'
  | 'levelSd'
  | 'lines'
  | 'unsteadiness'
  | 'impulsiveness'
  | 'envelopeVariance'
  | 'demon',
  number[]
>;
const golden = JSON.parse(readFileSync(new URL('golden/statistics.json', import.meta.url), 'utf8')) as {
  ship: Golden;
  surf: Golden;
};

/** The study has band power times 16,000. */
const studyOffsetDb = 10 * Math.log10(16_000);

function expected(study: Golden): number[] {
  return [
    ...study.level.map((db) => db - studyOffsetDb),
    ...study.levelQ25.map((db) => db - studyOffsetDb),
    ...study.levelSd,
    ...study.lines,
    ...study.unsteadiness,
    ...study.impulsiveness,
    ...study.envelopeVariance,
    ...study.demon,
  ];
}

test.each([
  ['modulated noise with lines', shipLike, golden.ship],
  ['swelling red noise with knocks', surfLike, golden.surf],
])('statistics of %s are those of the study in Python', (_, signal, study) => {
  const [{ statistics }] = extract(signal(5), 16_000).windows;
  const deviations = expected(study).map((value, i) => ({
    name: STATISTIC_NAMES[i],
    value,
    ours: statistics[i],
  }));
  expect(deviations).toHaveLength(STATISTIC_NAMES.length);
  expect(deviations.filter(({ value, ours }) => !(Math.abs(value - ours) < 0.05))).toEqual([]);
});

test('statistics do not depend on the gain of the recorder', () => {
  const loud = extract(shipLike(5), 16_000).windows[0].statistics;
  const quiet = extract(
    shipLike(5).map((sample) => sample / 64),
    16_000,
  ).windows[0].statistics;
  quiet.forEach((value, i) => {
    expect(value, STATISTIC_NAMES[i]).toBeCloseTo(loud[i], 3);
  });
});

test('digital silence gives finite statistics', () => {
  const { windows } = extract(new Float32Array(16_000 * 5), 16_000);
  expect(windows).toHaveLength(1);
  expect([...windows[0].statistics].every(Number.isFinite)).toBe(true);
  expect([...windows[0].patch.values].every(Number.isFinite)).toBe(true);
});

test('a recorder of 8 kHz gives finite statistics and the same modulation as one of 16 kHz', () => {
  const fast = extract(shipLike(5), 16_000).windows[0];
  const slow = extract(
    shipLike(5).filter((_, i) => i % 2 === 0),
    8_000,
  ).windows[0];
  expect([...slow.statistics].every(Number.isFinite)).toBe(true);
  expect(slow.bandwidthHz).toBe(4_000);
  const peak = STATISTIC_NAMES.indexOf('demonPeak 6-20Hz');
  expect(Math.abs(slow.statistics[peak] - fast.statistics[peak])).toBeLessThan(6);
});

test('each statistic has a name of its own', () => {
  expect(new Set(STATISTIC_NAMES).size).toBe(STATISTIC_NAMES.length);
});
