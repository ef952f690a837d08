import { expect, test } from 'vitest';
import { filterbankBands as bands, filterbankCentresHz } from '../../../src/features/filterbank.js';
import { Random } from '../../../src/simulator/random.js';
import { lloydDb, SHIP_PRETEXTS } from '../../../src/training/ships/ship-pretexts.js';

const FRAMES = 50;

/** A sloping spectrum, unsteady by a decibel, of a recorder that hears only the lowest `heard` bands; mean 0. */
function patchOf(heard: number): Float32Array {
  const random = new Random('patch');
  const patch = new Float32Array(FRAMES * bands);
  for (let frame = 0; frame < FRAMES; frame++) {
    for (let band = 0; band < heard; band++) {
      patch[frame * bands + band] = 0.2 * (heard / 2 - band) + random.normal(0, 1);
    }
  }
  return patch;
}

function viewOf(name: string, heard = bands): Float32Array {
  const patch = patchOf(heard);
  SHIP_PRETEXTS.find((pretext) => pretext.name === name)!.apply(patch, new Random(1));
  return patch;
}

/** How much a view changed the mean level of each band, dB. */
function changes(view: Float32Array, heard = bands): number[] {
  const before = patchOf(heard);
  return Array.from({ length: bands }, (_, band) => {
    let sum = 0;
    for (let at = band; at < view.length; at += bands) sum += view[at]! - before[at]!;
    return sum / FRAMES;
  });
}

const bandAt = (hz: number) => filterbankCentresHz.findIndex((centre) => centre >= hz);

test('the first view is the patch as it is', () => {
  expect(viewOf('as heard')).toEqual(patchOf(bands));
});

test.each(SHIP_PRETEXTS.map(({ name }) => name))(
  '%s: the mean stays 0, and what was not heard stays so',
  (name) => {
    const heard = 82;
    const view = viewOf(name, heard);
    expect(Math.abs(view.reduce((sum, value) => sum + value, 0) / view.length)).toBeLessThan(0.2);
    for (let band = heard; band < bands; band++) {
      for (let at = band; at < view.length; at += bands) expect(view[at]).toBe(0);
    }
  },
);

test('farther away, each octave above 1 kHz loses 3 dB more', () => {
  const change = changes(viewOf('farther away'));
  expect(change[bandAt(500)]! - change[bandAt(100)]!).toBeCloseTo(0, 1);
  const [two, four] = [bandAt(2000), bandAt(4000)];
  const octaves = Math.log2(filterbankCentresHz[four]! / filterbankCentresHz[two]!);
  expect(change[four]! - change[two]!).toBeCloseTo(-3 * octaves, 1);
});

test('the Lloyd mirror takes out what arrives in step with its reflection, and doubles what lies between', () => {
  const delayS = 1e-3;
  expect(lloydDb(20, delayS)).toBeLessThan(-15);
  expect(lloydDb(500, delayS)).toBeCloseTo(20 * Math.log10(1.9), 1);
  expect(lloydDb(1000, delayS)).toBeLessThan(-12);
  // Where the comb is finer than a band, it only adds the power of the reflection.
  expect(lloydDb(7000, 5e-3)).toBeCloseTo(10 * Math.log10(1.81), 0);
  expect(
    Math.max(...changes(viewOf('Lloyd mirror'))) - Math.min(...changes(viewOf('Lloyd mirror'))),
  ).toBeGreaterThan(10);
});

test('one octave is lost: it lies on the least level near it, as unsteady as it was', () => {
  const loudAround = patchOf(bands);
  for (let frame = 0; frame < FRAMES; frame++) {
    for (let band = 0; band < bands; band++) loudAround[frame * bands + band]! += band % 12 === 0 ? -8 : 0;
  }
  const view = loudAround.slice();
  SHIP_PRETEXTS[3]!.apply(view, new Random(1));
  const level = (patch: Float32Array, band: number) => {
    let sum = 0;
    for (let at = band; at < patch.length; at += bands) sum += patch[at]!;
    return sum / FRAMES;
  };
  // All bands are moved alike where nothing was lost, to keep the mean.
  const moved = Array.from({ length: bands }, (_, band) => level(view, band) - level(loudAround, band));
  const usual = Math.max(...moved);
  const lost = moved.flatMap((by, band) => (by < usual - 1 ? [band] : []));
  expect(lost.length).toBeGreaterThanOrEqual(8);
  expect(lost.at(-1)! - lost[0]!).toBeLessThanOrEqual(12);
  const levels = lost.map((band) => level(view, band));
  expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(0.01);
});
