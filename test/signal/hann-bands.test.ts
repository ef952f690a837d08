import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kernelModule } from '../../scripts/generate-kernel.js';
import { rectangularBands } from '../../src/signal/band-shapes.js';
import { realFft } from '../../src/signal/fft.js';
import { HannBands } from '../../src/signal/hann-bands.js';
import { powerSpectrum, windowInto } from '../../src/signal/spectrum.js';
import { hann } from '../../src/signal/windows.js';

const signal = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i) + 0.2);

/** Power of the bins under a window that is multiplied onto the samples. */
function windowedPower(samples: Float32Array, offset: number, size: number, scale: number): Float32Array {
  const fft = realFft(size);
  const power = new Float32Array(size / 2 + 1);
  windowInto(fft, samples, offset, hann(size));
  fft.forward();
  powerSpectrum(fft, power, power.length, scale);
  return power;
}

test('the assembled kernel is that of the text', async () => {
  const stored = readFileSync(new URL('../../src/signal/spectrum-kernel.ts', import.meta.url), 'utf8');
  expect(stored, 'run `npx tsx scripts/generate-kernel.ts`').toBe(await kernelModule());
});

test.each([96, 128, 160, 480, 16_000])(
  'the window after a transform of %i points is the Hann window',
  (size) => {
    const samples = signal(size + 7);
    const bands = new HannBands(size, [], 3);
    bands.measure(samples, 7, new Float32Array(0), 0);
    const expected = windowedPower(samples, 7, size, 3);
    const mean = expected.reduce((sum, power) => sum + power, 0) / expected.length;
    const last = size / 2 - 2;
    for (let bin = 2; bin <= last; bin++) {
      expect(Math.abs(bands.power[bin] - expected[bin])).toBeLessThan(1e-5 * (expected[bin] + mean));
    }
    const outermost = [0, 1, last + 1, last + 2].map((bin) => bands.power[bin]);
    expect(outermost).toEqual([0, 0, 0, 0]);
  },
);

test('a band is the sum of its bins, each with the share of it that lies inside', () => {
  const samples = signal(480);
  const edges = [
    [9.5, 10.5],
    [20, 31.25],
    [40, 41],
    [12, 236.5],
  ] as const;
  const bands = new HannBands(480, rectangularBands(edges, 1), 1);
  const levels = new Float32Array(6).fill(-1);
  bands.measure(samples, 0, levels, 1);
  const power = windowedPower(samples, 0, 480, 1);
  const sum = (first: number, last: number) =>
    power.subarray(first, last + 1).reduce((total, each) => total + each, 0);
  const expected = [
    power[10],
    sum(21, 30) + 0.5 * power[20] + 0.75 * power[31],
    0.5 * power[40] + 0.5 * power[41],
    sum(13, 236) + 0.5 * power[12],
  ];
  expect([levels[0], levels[5]]).toEqual([-1, -1]);
  for (const [band, level] of expected.entries()) expect(levels[band + 1] / level).toBeCloseTo(1, 4);
});

test('what was made before the memory grew still measures', () => {
  const shapes = rectangularBands([[10, 20]], 1);
  const small = new HannBands(128, shapes, 1);
  const before = new Float32Array(1);
  small.measure(signal(128), 0, before, 0);
  new HannBands(384_000, shapes, 1).measure(signal(384_000), 0, new Float32Array(1), 0);
  const after = new Float32Array(1);
  small.measure(signal(128), 0, after, 0);
  expect(after).toEqual(before);
});
