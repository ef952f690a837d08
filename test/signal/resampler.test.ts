import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Resampler } from '../../src/signal/resampler.js';
import { amplitudeAt, toneOf } from './tone.js';

function resample(samples: Float32Array, inputRateHz: number, pieces: number[] = [640]): Float32Array {
  const longest = Math.max(...pieces);
  const resampler = new Resampler(inputRateHz, 16_000, longest);
  const resampled: number[] = [];
  const take = (piece: Float32Array) => void resampled.push(...piece);
  for (let start = 0, i = 0; start < samples.length; i++) {
    const size = pieces[i % pieces.length];
    resampler.push(samples.subarray(start, start + size), take);
    start += size;
  }
  resampler.end(take);
  return Float32Array.from(resampled);
}

const decibels = (amplitude: number) => 20 * Math.log10(amplitude);
const rms = (signal: Float32Array) => Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);
/** Away from the ends, where the filter hears the silence around the signal. */
const inner = (signal: Float32Array) => signal.slice(1_600, -1_600);

const rates = [
  8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 50_000, 52_734, 64_000, 96_000,
  112_000, 192_000, 384_000,
];

test.each(rates)('from %i Hz the passband is flat within 0.02 dB', (rateHz) => {
  const edgeHz = 0.8875 * Math.min(8_000, rateHz / 2);
  for (const share of [0.01, 0.3, 0.7, 0.99]) {
    const hz = share * edgeHz;
    const resampled = inner(resample(toneOf(hz, rateHz, 0.6), rateHz));
    expect(Math.abs(decibels(amplitudeAt(resampled, hz, 16_000))), `${hz} Hz`).toBeLessThan(0.02);
  }
});

test.each(rates.filter((rateHz) => rateHz > 18_000))(
  'from %i Hz what would alias is at least 80 dB down',
  (rateHz) => {
    for (const hz of [
      8_905, 9_500, 10_500, 13_000, 15_900, 16_000, 16_700, 24_000, 32_050, 47_000, 100_000,
    ]) {
      if (hz > 0.49 * rateHz) continue;
      const resampled = inner(resample(toneOf(hz, rateHz, 0.6), rateHz));
      expect(decibels(rms(resampled) * Math.SQRT2), `${hz} Hz`).toBeLessThan(-80);
    }
  },
);

test.each([8_000, 11_025])('from %i Hz the images above the Nyquist frequency are 80 dB down', (rateHz) => {
  const hz = 0.4 * rateHz;
  const resampled = inner(resample(toneOf(hz, rateHz, 1), rateHz));
  expect(decibels(amplitudeAt(resampled, rateHz - hz, 16_000))).toBeLessThan(-80);
});

test.each(rates)('from %i Hz an output lies at the time of its input, and lasts as long', (rateHz) => {
  const samples = toneOf(500, rateHz, 0.5);
  const resampled = resample(samples, rateHz);
  expect(resampled.length).toBe(Math.round((samples.length / rateHz) * 16_000));
  for (const i of [3_000, 3_007, 4_001]) {
    expect(Math.abs(resampled[i] - Math.sin((2 * Math.PI * 500 * i) / 16_000))).toBeLessThan(2e-3);
  }
});

test('the cuts of the input do not change the output', () => {
  for (const rateHz of [8_000, 44_100, 48_000, 52_734]) {
    const samples = toneOf(1_234.5, rateHz, 0.3).map((sample, i) => sample + ((i * 7_919) % 101) / 200);
    const whole = resample(samples, rateHz, [samples.length]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 20 }), (pieces) => {
        const cut = resample(samples, rateHz, pieces);
        return cut.length === whole.length && cut.every((sample, i) => Object.is(sample, whole[i]));
      }),
      { numRuns: 15, seed: 1 },
    );
  }
});
