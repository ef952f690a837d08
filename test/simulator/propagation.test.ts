import { expect, test } from 'vitest';
import { receivedPower, thorpAbsorptionDbPerKm, type Waveguide } from '../../src/simulator/propagation.js';
import { GRID_HZ, valueAt } from '../../src/simulator/spectrum.js';
import { sandyShelf } from './plain-scene.js';

test('absorption is Thorp’s at 1, 5 and 10 kHz', () => {
  expect(thorpAbsorptionDbPerKm(1000)).toBeCloseTo(0.069, 3);
  expect(thorpAbsorptionDbPerKm(5000)).toBeCloseTo(0.382, 3);
  expect(thorpAbsorptionDbPerKm(10_000)).toBeCloseTo(1.187, 3);
});

const lossDb = (waveguide: Waveguide, rangeM: number, frequencyHz: number, depths = [4, 35]): number => {
  const path = { rangeM, sourceDepthM: depths[0]!, receiverDepthM: depths[1]! };
  return -10 * Math.log10(valueAt(receivedPower(waveguide, path, 8000), frequencyHz));
};

test('over very deep water there is Lloyd’s mirror: a null where the paths differ by a wavelength', () => {
  // Range 300 m, source 6 m, receiver 30 m: the first null lies at c / (R2 − R1) = 1256 Hz.
  const deep = { ...sandyShelf, depthM: 5000, surfaceRoughnessM: 0, blurPoints: 0 };
  const path = { rangeM: 300, sourceDepthM: 6, receiverDepthM: 30 };
  const power = receivedPower(deep, path, 2000);
  const near = [...GRID_HZ.keys()].filter((i) => GRID_HZ[i]! > 800 && GRID_HZ[i]! < 1800);
  const null_ = near.reduce((lowest, i) => (power[i]! < power[lowest]! ? i : lowest));
  expect(Math.abs(GRID_HZ[null_]! / 1256 - 1)).toBeLessThan(0.02);
  // Half-way to the null the paths add up to twice the pressure.
  expect(lossDb(deep, 300, 628, [6, 30])).toBeCloseTo(20 * Math.log10(300) - 6, 0);
});

test('loss grows with range between cylindrical and spherical spreading', () => {
  const meanLoss = (rangeM: number) =>
    [300, 500, 800, 1300, 2000, 3200].reduce(
      (sum, frequencyHz) => sum + lossDb(sandyShelf, rangeM, frequencyHz),
      0,
    ) / 6;
  const perDecade = meanLoss(2000) - meanLoss(200);
  expect(perDecade).toBeGreaterThan(8);
  expect(perDecade).toBeLessThan(25);
});

test('below the cut-off of shallow water hardly anything gets through', () => {
  // c / 4h with a fast bottom: about 15 Hz here.
  expect(lossDb(sandyShelf, 2000, 6) - lossDb(sandyShelf, 2000, 200)).toBeGreaterThan(15);
});

test('a shelter takes its decibels per kilometre beyond its range', () => {
  const sheltered = { ...sandyShelf, shelter: { rangeM: 500, dbPerKm: 40 } };
  expect(lossDb(sheltered, 400, 500)).toBeCloseTo(lossDb(sandyShelf, 400, 500), 6);
  expect(lossDb(sheltered, 1500, 500)).toBeCloseTo(lossDb(sandyShelf, 1500, 500) + 40, 6);
});
