import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DcRemoval } from '../../src/signal/dc.js';
import { amplitudeAt, toneOf } from './tone.js';

const rateHz = 8_000;

function remove(samples: Float32Array, pieces = [400]): Float32Array {
  const dc = new DcRemoval(rateHz, 400);
  const given: number[] = [];
  const take = (piece: Float32Array) => void given.push(...piece);
  for (let start = 0, i = 0; start < samples.length; i++) {
    const size = pieces[i % pieces.length];
    dc.push(samples.slice(start, start + size), take);
    start += size;
  }
  dc.end(take);
  return Float32Array.from(given);
}

test('a constant is gone from the first sample on', () => {
  const given = remove(new Float32Array(3 * rateHz).fill(0.25));
  expect(given.length).toBe(3 * rateHz);
  expect(Math.max(...given.map(Math.abs))).toBeLessThan(1e-6);
});

test('an offset far above the signal leaves the signal', () => {
  const tone = toneOf(40, rateHz, 4).map((sample) => 0.001 * sample);
  const given = remove(tone.map((sample) => sample + 0.3));
  given.forEach((sample, i) => {
    expect(Math.abs(sample - tone[i])).toBeLessThan(3e-5);
  });
});

test('a tone at 10 Hz loses less than 0.02 dB', () => {
  const amplitude = amplitudeAt(remove(toneOf(10, rateHz, 4)), 10, rateHz);
  expect(Math.abs(20 * Math.log10(amplitude))).toBeLessThan(0.02);
});

test('an offset that jumps is followed within some seconds', () => {
  const given = remove(Float32Array.from({ length: 6 * rateHz }, (_, i) => (i < 2 * rateHz ? 0 : 0.5)));
  expect(Math.abs(given[2 * rateHz + 10])).toBeGreaterThan(0.4);
  expect(Math.abs(given.at(-1) as number)).toBeLessThan(1e-4);
});

test('the cuts of the input do not change the output, even within the opening', () => {
  const samples = toneOf(33.3, rateHz, 1.7).map((sample) => sample + 0.4);
  const whole = remove(samples, [samples.length]);
  expect(whole.length).toBe(samples.length);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), (pieces) => {
      const cut = remove(samples, pieces);
      return cut.length === whole.length && cut.every((sample, i) => Object.is(sample, whole[i]));
    }),
    { numRuns: 20, seed: 1 },
  );
});

test('a recording shorter than the opening comes out whole', () => {
  expect(remove(new Float32Array(1_234).fill(0.1)).length).toBe(1_234);
});
