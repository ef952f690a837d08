import { expect, test } from 'vitest';
import { defaultPcen, Pcen, pcenSmoothing } from '../../src/features/pcen.js';

const energy = (band: number, frame: number) => (1 + ((frame * 7 + band * 13) % 11)) ** 2 * 1e6 * (1 + band);

test('PCEN gives what librosa 0.11 gives when its average starts from the first frame', () => {
  const pcen = new Pcen(3, pcenSmoothing(0.4, 10));
  const librosa: Record<number, number[]> = {
    0: [0.407395, 0.428802, 0.439741],
    1: [1.409816, 1.215697, 0.025437],
    5: [0.127416, 0.329493, 0.45524],
    19: [0.048408, 0.213408, 0.323915],
  };
  for (let frame = 0; frame < 20; frame++) {
    const values = Float32Array.of(-1, energy(0, frame), energy(1, frame), energy(2, frame), -1);
    pcen.apply(values, 1);
    librosa[frame]?.forEach((value, band) => {
      expect(Math.abs(values[1 + band] - value)).toBeLessThan(1e-5);
    });
    expect([values[0], values[4]]).toEqual([-1, -1]);
  }
});

test("librosa's smoothing: 0.4 s at 10 frames a second is 0.2207", () => {
  expect(pcenSmoothing(0.4, 10)).toBeCloseTo(0.22069555463432966, 12);
});

test('the stable form is the formula, for LEAF’s figures too', () => {
  const parameters = { gain: 0.96, bias: 2, power: 0.5, floor: 1e-12 };
  const pcen = new Pcen(1, 0.04, parameters);
  let average = 0;
  for (let frame = 0; frame < 50; frame++) {
    const x = Math.fround(1e-5 * (1 + ((frame * 37) % 17)));
    average = frame === 0 ? x : 0.04 * x + 0.96 * average;
    const expected = Math.sqrt(x / (1e-12 + average) ** 0.96 + 2) - Math.SQRT2;
    const values = Float32Array.of(x);
    pcen.apply(values, 0);
    expect(Math.abs(values[0] - expected)).toBeLessThan(1e-6);
  }
});

test('silence, and sound after a long silence, give finite values', () => {
  const pcen = new Pcen(1, 0.2, defaultPcen);
  for (const energies of [0, 0, 0, 1e18, 1e-30, 0]) {
    const values = Float32Array.of(energies);
    pcen.apply(values, 0);
    expect(Number.isFinite(values[0])).toBe(true);
  }
});
