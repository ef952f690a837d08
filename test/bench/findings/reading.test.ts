import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../bench/findings/decision-rule.js';
import { answer, HEADS } from '../../../bench/findings/heads.js';
import { fitNormalisation } from '../../../bench/findings/normalisation.js';
import { findingsPage } from '../../../bench/findings/page.js';
import { chooseArm } from '../../../bench/findings/recipe/shipping-rule.js';
import { resultsSchema } from '../../../bench/findings/results.js';
import { FULL } from '../../../bench/findings/settings.js';
import { accuracyOf, differenceOf, packBits, scoreOf, tallyOf } from '../../../bench/findings/tallies.js';
import { Random } from '../../../src/simulator/random.js';

describe('the decision rule', () => {
  const between = (low: number, high: number) => ({
    difference: (low + high) / 2,
    interval: [low, high] as [number, number],
  });
  test.each([
    [
      'surely below contrast and not beyond no network',
      between(-0.08, -0.03),
      between(-0.01, 0.03),
      'unsuitable',
    ],
    [
      'surely below contrast, yet beyond no network',
      between(-0.08, -0.03),
      between(0.01, 0.03),
      'inconclusive',
    ],
    ['surely not two points below', between(-0.019, 0.03), between(-0.1, -0.05), 'suitable'],
    ['neither', between(-0.05, 0.01), between(-0.01, 0.03), 'inconclusive'],
  ])('%s', (_, belowContrast, beyondPlain, verdict) => {
    expect(decide(belowContrast, beyondPlain)).toBe(verdict);
  });
});

test('the recipe gives way to what is surely better somewhere and surely worse nowhere', () => {
  const of = (arm: string, ...intervals: [number, number][]) => ({
    arm,
    differences: intervals.map((interval) => ({ difference: (interval[0] + interval[1]) / 2, interval })),
  });
  const mixed = of('worse once', [0.05, 0.09], [-0.03, -0.01]);
  const unsure = of('unsure', [-0.01, 0.2], [-0.01, 0.2]);
  expect(chooseArm([mixed, unsure])).toBeNull();
  const some = of('some', [0.01, 0.03], [-0.01, 0.01]);
  const more = of('more', [0.01, 0.03], [-0.01, 0.03]);
  expect(chooseArm([mixed, some, more, unsure])).toBe('more');
});

describe('heads', () => {
  const rows = (...values: number[][]) => values.map((row) => Float64Array.from(row));

  test.each(HEADS)('%s answers by the support that a query resembles', (head) => {
    const places = rows([0, 0, 5], [1, 0, 5], [0, 9, 5], [1, 9, 5], [0.5, 1, 5], [0.5, 8, 5]);
    const task = [
      { query: 4, support: [0, 1] },
      { query: 5, support: [2, 3] },
    ];
    expect(answer(places, task, [head])[0]).toEqual([true, true]);
    const swapped = [
      { query: 5, support: [0, 1] },
      { query: 4, support: [2, 3] },
    ];
    expect(answer(places, swapped, [head])[0]).toEqual([false, false]);
  });

  test('LDA heeds how the support varies, the prototype does not', () => {
    // Classes differ by 2 along y, where they are tight; along x they vary by 10, and the queries lie 3 off there.
    const places = rows([-10, 0], [10, 0.1], [-8, 2], [12, 2.1], [3, 0.3], [-1, 1.8]);
    const task = [
      { query: 4, support: [0, 1] },
      { query: 5, support: [2, 3] },
    ];
    expect(answer(places, task, ['prototype'])[0]).toEqual([false, false]);
    expect(answer(places, task, ['LDA'])[0]).toEqual([true, true]);
  });

  test.each(HEADS)('%s: one support example a class is enough, and alike ones do no harm', (head) => {
    const task = [
      { query: 0, support: [0] },
      { query: 1, support: [1] },
    ];
    expect(answer(rows([1, 2], [3, 4]), task, [head])[0]).toEqual([true, true]);
    const alike = [
      { query: 0, support: [0, 0] },
      { query: 1, support: [1, 1] },
    ];
    expect(answer(rows([1, 2], [3, 4]), alike, [head])[0]).toEqual([true, true]);
  });
});

describe('normalisation', () => {
  test('CL2N: less the mean, to unit length', () => {
    const base = [
      [1, 1],
      [3, 1],
    ].map((row) => Float32Array.from(row));
    const normalise = fitNormalisation('CL2N', base, ['a', 'b']);
    expect([...normalise(Float32Array.of(2, 4))]).toEqual([0, 1]);
    expect([...normalise(Float32Array.of(5, 5))].map((value) => value.toFixed(3))).toEqual([
      '0.600',
      '0.800',
    ]);
  });

  test('whitened: what varies between recordings of one vessel counts less', () => {
    const random = new Random(1);
    const vessels = Array.from({ length: 40 }, (_, vessel) => [random.normal(0, 10), vessel] as const);
    const base = vessels.flatMap(([y]) =>
      [0, 1, 2].map(() => Float32Array.of(random.normal(0, 20), y + random.normal(0, 0.1))),
    );
    const groups = vessels.flatMap(([, vessel]) => [0, 1, 2].map(() => `${vessel}`));
    const spread = (name: 'CL2N' | 'whitened') => {
      const [a, b] = [Float32Array.of(-20, 20), Float32Array.of(20, 20)].map(
        fitNormalisation(name, base, groups),
      );
      return Math.hypot(...a!.map((value, i) => value - b![i]!));
    };
    expect(spread('whitened')).toBeLessThan(spread('CL2N') / 2);
  });
});

describe('tallies', () => {
  const asked = {
    items: ['big 1', 'big 1', 'big 2', 'small 1'].map((group) => ({
      example: null,
      group,
      stratum: group.split(' ')[0]!,
    })),
    tasks: {
      1: [
        [
          { query: 0, support: [2] },
          { query: 3, support: [3] },
        ],
        [
          { query: 2, support: [0] },
          { query: 3, support: [3] },
        ],
      ],
    },
  };

  test('sizes weigh alike, whatever was asked of them', () => {
    const tallies = tallyOf(asked, 1, [packBits([true, true, false, true])]);
    expect(accuracyOf(tallies)).toBe((0.5 + 1) / 2);
    const twice = tallyOf(asked, 1, [
      packBits([true, true, false, true]),
      packBits([true, true, true, true]),
    ]);
    expect(twice.find(({ group }) => group === 'small 1')).toEqual({
      stratum: 'small',
      group: 'small 1',
      asked: 4,
      right: 4,
    });
    expect(accuracyOf(twice)).toBe((0.75 + 1) / 2);
  });

  test('the interval resamples groups; a paired difference of alike answers is nothing', () => {
    const some = tallyOf(asked, 1, [packBits([true, true, false, true])]);
    // Two big vessels, one right and one wrong: a resample has 0, ½ or 1 of them right.
    expect(scoreOf(some).interval).toEqual([0.5, 1]);
    expect(differenceOf(some, some)).toEqual({ difference: 0, interval: [0, 0] });
    const all = tallyOf(asked, 1, [packBits([true, true, true, true])]);
    expect(differenceOf(all, some).difference).toBeCloseTo(0.25, 6);
  });
});

test('docs/FINDINGS.md is written from the results that are kept', () => {
  const results = resultsSchema.parse(JSON.parse(readFileSync('bench/findings/results.json', 'utf8')));
  expect(readFileSync('docs/FINDINGS.md', 'utf8')).toBe(findingsPage(results));
  expect(results.settings).toEqual(JSON.parse(JSON.stringify(FULL)));
});
