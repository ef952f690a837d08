import { expect, test } from 'vitest';
import { largestFftSize, nextFftSize, realFft } from '../../src/signal/fft.js';

const signal = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i) + 0.2);

test.each([32, 96, 160, 480, 1_280])('a transform of %i points is the discrete Fourier transform', (size) => {
  const fft = realFft(size);
  const x = signal(size);
  fft.input.set(x);
  fft.forward();
  for (const bin of [1, 3, size / 4, size / 2 - 1]) {
    let re = 0;
    let im = 0;
    x.forEach((value, i) => {
      re += value * Math.cos((2 * Math.PI * bin * i) / size);
      im -= value * Math.sin((2 * Math.PI * bin * i) / size);
    });
    expect(Math.abs(fft.output[2 * bin] - re)).toBeLessThan(1e-4 * Math.sqrt(size));
    expect(Math.abs(fft.output[2 * bin + 1] - im)).toBeLessThan(1e-4 * Math.sqrt(size));
  }
  const sum = x.reduce((total, value) => total + value, 0);
  const alternating = x.reduce((total, value, i) => total + (i % 2 === 0 ? value : -value), 0);
  expect(fft.output[0]).toBeCloseTo(sum, 3);
  expect(fft.output[1]).toBeCloseTo(alternating, 3);
});

test('forward and inverse give the signal back, times its length', () => {
  const fft = realFft(960);
  const x = signal(960);
  fft.input.set(x);
  fft.forward();
  fft.inverse();
  fft.input.forEach((value, i) => {
    expect(Math.abs(value / 960 - x[i])).toBeLessThan(1e-5);
  });
});

test('a plan works on after others have made the heap grow', () => {
  const small = realFft(64);
  small.input.fill(1);
  realFft(2 ** 21);
  realFft(2 ** 22);
  small.input.fill(1);
  small.forward();
  expect(small.output[0]).toBe(64);
});

test('sizes are 2^a·3^b·5^c, a at least 5', () => {
  expect([1, 33, 1_249, 2_499, 44_100].map(nextFftSize)).toEqual([32, 64, 1_280, 2_560, 46_080]);
  expect([32, 1_249, 44_100, 32_000].map(largestFftSize)).toEqual([32, 1_152, 43_200, 32_000]);
  expect(() => realFft(1_000)).toThrow(RangeError);
});
