import { expect, test } from 'vitest';
import { areaUnderCurve } from '../../src/evaluation/demon-area.js';
import { vesselInterval } from '../../src/evaluation/demon-bootstrap.js';
import { type JudgedRow, judge, shaftScores } from '../../src/evaluation/demon-scores.js';
import type { DemonSpectrumRow } from '../../src/evaluation/demon-spectra.js';

function row(label: Partial<DemonSpectrumRow>): DemonSpectrumRow {
  return {
    id: 'x',
    cls: 'tug',
    vessel: '',
    seconds: 0,
    clear: true,
    shaftHz: 2,
    bladeCount: 4,
    binHz: 0.1,
    power: [],
    ...label,
  };
}

function picked(shaftHz: number, trust: number, label: Partial<DemonSpectrumRow> = {}): JudgedRow {
  return judge(row(label), { shaftHz, bladeCount: 4, trust });
}

test('a rate is right within 3 or 5 % of the label, on either side', () => {
  expect(picked(2.05, 1)).toMatchObject({ shaftWithin3Percent: true, shaftWithin5Percent: true });
  expect(picked(1.92, 1)).toMatchObject({ shaftWithin3Percent: false, shaftWithin5Percent: true });
  expect(picked(4, 1)).toMatchObject({ shaftWithin3Percent: false, shaftWithin5Percent: false });
});

test('a spectrum without an estimate counts as wrong where there is a label', () => {
  expect(judge(row({}), { shaftHz: null, bladeCount: null, trust: 0 })).toMatchObject({
    shaftWithin3Percent: false,
    bladeCountRight: false,
  });
});

test('what no label says is neither right nor wrong', () => {
  expect(picked(2, 1, { clear: false, shaftHz: null, bladeCount: null })).toMatchObject({
    shaftWithin3Percent: null,
    bladeCountRight: null,
  });
});

test('shares count clear rows only, and the most trusted four fifths of them', () => {
  const rows = [
    picked(2, 0.9),
    picked(2, 0.8),
    picked(3, 0.7),
    picked(2, 0.6, { bladeCount: 3 }),
    picked(3, 0.1, { bladeCount: null }),
    picked(2, 0.5, { clear: false, shaftHz: null, bladeCount: null }),
  ];
  expect(shaftScores.shaftWithin3Percent(rows)).toBeCloseTo(3 / 5, 12);
  expect(shaftScores.within3OfMostTrusted80Percent(rows)).toBeCloseTo(3 / 4, 12);
  expect(shaftScores.bladeCountAccuracy(rows)).toBeCloseTo(3 / 4, 12);
  expect(shaftScores.trustAuc(rows)).toBeCloseTo(4 / 5, 12);
  expect(shaftScores.trustAuc(rows.slice(0, 5))).toBeNull();
});

test('the area under the curve is the share of pairs in order, ties counting half', () => {
  expect(areaUnderCurve([3, 2], [1, 0])).toBe(1);
  expect(areaUnderCurve([1, 2], [2, 1])).toBe(0.5);
  expect(areaUnderCurve([2], [1, 2, 3, 0])).toBeCloseTo(2.5 / 4, 12);
  expect(areaUnderCurve([], [1])).toBeNull();
});

test('the interval is over vessels: rows of one vessel are no independent evidence', () => {
  const share = (rows: readonly { right: number }[]) =>
    rows.reduce((sum, { right }) => sum + right, 0) / rows.length;
  const rows = Array.from({ length: 100 }, (_, i) => ({ vessel: '', right: i % 2 }));
  const apart = vesselInterval(rows, share)!;
  const together = vesselInterval(
    rows.map(({ right }) => ({ vessel: right ? 'A' : 'B', right })),
    share,
  )!;
  // Of 100 independent rows half are right: 0.5 ± 1.96 · 0.05.
  expect(apart[0]).toBeGreaterThan(0.36);
  expect(apart[0]).toBeLessThan(0.44);
  expect(apart[1]).toBeGreaterThan(0.56);
  expect(apart[1]).toBeLessThan(0.64);
  expect(together).toEqual([0, 1]);
  expect(vesselInterval(rows, share)).toEqual(apart);
});
