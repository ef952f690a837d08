import { expect, test } from 'vitest';
import { describeSpectrum } from '../../src/evaluation/demon-descriptors.js';
import { type DescribedRow, fitSize, fitSizeAtEqualLength } from '../../src/evaluation/demon-size.js';
import { areaBy, scoreSizes } from '../../src/evaluation/demon-size-scores.js';
import { Random } from '../../src/simulator/random.js';

test('slope and curvature of a parabola over log frequency are read back, whatever the gain', () => {
  const random = new Random('parabola');
  for (const gain of [1, 1e-6]) {
    const power = Array.from({ length: 499 }, (_, k) => {
      const x = Math.log(Math.max(k, 1) / 100);
      return gain * Math.exp(-0.4 * x + 0.2 * x ** 2 + random.uniform(-0.05, 0.05));
    });
    const [roughness, slope, curvature] = describeSpectrum({ binHz: 0.1, power })!;
    expect(slope).toBeCloseTo(-0.4, 1);
    expect(curvature).toBeCloseTo(0.2, 1);
    // Uniform over ±0.05: the median deviation is 0.025.
    expect(Math.exp(roughness) / (1.4826 * 0.025)).toBeCloseTo(1, 0);
  }
});

test('a spectrum that holds nothing has no descriptors', () => {
  expect(describeSpectrum({ binHz: 0.1, power: [] })).toBeNull();
  expect(describeSpectrum({ binHz: 0.1, power: new Array(499).fill(0) })).toBeNull();
  expect(describeSpectrum({ binHz: 0.1, power: new Array(499).fill(2) })).toBeNull();
});

/** Roughness falls with length and, when `told`, tugs are smoother at equal length; tugs are recorded longer. */
function rows(told: boolean): DescribedRow[] {
  const random = new Random('sizes');
  return Array.from({ length: 400 }, (_, i) => {
    const tug = i % 2 === 0;
    const seconds = Math.exp(random.uniform(3, 5) + (tug ? 1.5 : 0));
    const roughness = -0.5 * Math.log(seconds) + random.uniform(-0.3, 0.3) - (told && tug ? 0.5 : 0);
    return {
      cls: tug ? 'tug' : 'cargo',
      seconds,
      descriptors: [roughness, random.uniform(), random.uniform()],
    };
  });
}

function separation(some: DescribedRow[], score: (row: DescribedRow) => number): number {
  const tugs = some.filter(({ cls }) => cls === 'tug').map(score);
  const others = some.filter(({ cls }) => cls !== 'tug').map(score);
  return (
    others.flatMap((a) => tugs.map((b) => (a > b ? 1 : 0))).reduce((sum: number, x) => sum + x, 0) / 200 ** 2
  );
}

test('what only the length of the recording tells is gone at equal length; what the ship tells stays', () => {
  const lengthOnly = rows(false);
  expect(separation(lengthOnly, fitSize(lengthOnly)!)).toBeGreaterThan(0.8);
  expect(separation(lengthOnly, fitSizeAtEqualLength(lengthOnly)!)).toBeLessThan(0.65);
  const both = rows(true);
  expect(separation(both, fitSizeAtEqualLength(both)!)).toBeGreaterThan(0.65);
});

test('rows of one size alone cannot be told apart', () => {
  expect(fitSize(rows(true).filter(({ cls }) => cls === 'tug'))).toBeNull();
  expect(fitSize([])).toBeNull();
  expect(fitSizeAtEqualLength([])).toBeNull();
});

test('a row of unknown length counts in the area over all rows and not in the one at equal length', () => {
  const random = new Random('rows');
  const spectra = Array.from({ length: 20 }, (_, i) => ({
    id: String(i),
    cls: i % 2 === 0 ? 'tug' : 'cargo',
    vessel: '',
    seconds: 0,
    clear: false,
    shaftHz: null,
    bladeCount: null,
    binHz: 0.1,
    power: Array.from({ length: 499 }, (_, k) => (1 + random.uniform()) / (i % 2 === 0 ? 1 : k + 1)),
  }));
  const scores = scoreSizes(spectra, spectra);
  expect(areaBy('descriptors')(scores)).toBe(1);
  expect(areaBy('descriptorsAtEqualLength')(scores)).toBeNull();
  expect(areaBy('shortness')(scores)).toBeNull();
});
