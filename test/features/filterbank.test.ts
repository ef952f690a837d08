import { expect, test } from 'vitest';
import { filterbankBands, filterbankCentresHz } from '../../src/features/filterbank.js';
import type { Patch } from '../../src/features/frames.js';
import { extract } from './extract.js';
import { shipLike, sine, uniformNoise } from './signals.js';

function meanOfBands({ values, frames, bands }: Patch): number[] {
  return Array.from({ length: bands }, (_, band) => {
    let sum = 0;
    for (let frame = 0; frame < frames; frame++) sum += values[frame * bands + band];
    return sum / frames;
  });
}

const loudest = (levels: number[]) => levels.indexOf(Math.max(...levels));

test('a patch of 5 s has 50 frames of 96 bands, 20 Hz to 7.6 kHz', () => {
  const { patch } = extract(shipLike(5), 16_000).windows[0];
  expect([patch.frames, patch.bands, patch.values.length]).toEqual([50, filterbankBands, 4_800]);
  expect(filterbankCentresHz[0]).toBeCloseTo(20, 9);
  expect(filterbankCentresHz[95]).toBeCloseTo(7_600, 6);
});

test.each([31.7, 100, 440, 1_000, 5_000])('a tone of %f Hz is loudest in the band nearest to it', (hz) => {
  const { patch } = extract(sine(hz, 0.1, 16_000, 5), 16_000).windows[0];
  const centreHz = filterbankCentresHz[loudest(meanOfBands(patch))];
  expect(Math.abs(Math.log(centreHz / hz))).toBeLessThan(0.04);
});

test('lines at 93 and 107 Hz are parted, which frames of 25 ms cannot', () => {
  const samples = sine(93, 0.1, 16_000, 5).map(
    (sample, i) => sample + 0.1 * Math.sin((2 * Math.PI * 107 * i) / 16_000),
  );
  const levels = meanOfBands(extract(samples, 16_000).windows[0].patch);
  const nearest = (hz: number) =>
    filterbankCentresHz.reduce(
      (best, centre, band) =>
        Math.abs(centre - hz) < Math.abs(filterbankCentresHz[best] - hz) ? band : best,
      0,
    );
  const valley = levels[nearest(100)];
  expect(levels[nearest(93)] - valley).toBeGreaterThan(1);
  expect(levels[nearest(107)] - valley).toBeGreaterThan(1);
});

test('the logarithmic patch does not depend on the gain', () => {
  const loud = extract(shipLike(5), 16_000).windows[0].patch.values;
  const quiet = extract(
    shipLike(5).map((sample) => sample / 32),
    16_000,
  ).windows[0].patch.values;
  quiet.forEach((value, i) => {
    expect(Math.abs(value - loud[i])).toBeLessThan(0.01);
  });
});

test('steady noise gives as much in its first frames as later: the beginning is not faded in', () => {
  const noise = Float32Array.from(uniformNoise(80_000, 3), (value) => value / 10);
  const { values, bands } = extract(noise, 16_000).windows[0].patch;
  const upper = (frame: number) => {
    let sum = 0;
    for (let band = 60; band < bands; band++) sum += values[frame * bands + band];
    return sum / (bands - 60);
  };
  for (const frame of [0, 1, 2, 3, 4]) expect(Math.abs(upper(frame) - upper(30))).toBeLessThan(1.5);
});

test('PCEN brings loud and quiet recordings together', () => {
  const loud = meanOfBands(extract(shipLike(5), 16_000, { compression: 'pcen' }).windows[0].patch);
  const quiet = meanOfBands(
    extract(
      shipLike(5).map((sample) => sample / 10),
      16_000,
      { compression: 'pcen' },
    ).windows[0].patch,
  );
  loud.forEach((value, band) => {
    expect(value).toBeGreaterThan(0);
    expect(Math.abs(value - quiet[band]) / value).toBeLessThan(0.2);
  });
});
