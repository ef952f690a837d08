import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HydrophoneHealth, HydrophoneWatch } from '../../src/decision/hydrophone-health.js';

const sampleRateHz = 32_000;

/** Ten seconds of `signal(seconds)`; noise of the given amplitude from a fixed generator. */
function record(signal: (seconds: number) => number, noise = 0, rateHz = sampleRateHz): Float32Array {
  let state = 1;
  return Float32Array.from({ length: 10 * rateHz }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return signal(i / rateHz) + 2 * noise * (state / 2 ** 32 - 0.5);
  });
}

function healthOf(samples: Float32Array, rateHz = sampleRateHz): HydrophoneHealth {
  const watch = new HydrophoneWatch(rateHz);
  watch.push(samples);
  return watch.snapshot();
}

const problems = (health: HydrophoneHealth) => health.problems.map(({ problem }) => problem);
const sine = (frequencyHz: number, amplitude: number) => (seconds: number) =>
  amplitude * Math.sin(2 * Math.PI * frequencyHz * seconds);
const quiet = () => 0;

test('a healthy hydrophone in noise has no problems at any rate', () => {
  for (const rateHz of [8_000, 32_000, 44_100, 96_000, 384_000]) {
    const health = healthOf(record(quiet, 0.1, rateHz), rateHz);
    expect(health.problems).toEqual([]);
    // Uniform noise of amplitude a has the power a²/3.
    expect(health.levelDb).toBeCloseTo(10 * Math.log10(0.01 / 3), 1);
    expect(Math.abs(health.humDb!)).toBeLessThan(10);
  }
});

test('nothing is said before the first second', () => {
  const health = healthOf(record(quiet, 0.1).subarray(0, 31_000));
  expect(health).toMatchObject({ problems: [], dcOffset: null, levelDb: null, humDb: null });
});

test('zeros and a converter that toggles its last bit are a dead channel', () => {
  expect(problems(healthOf(record(quiet)))).toEqual(['dead']);
  expect(problems(healthOf(record(quiet, 1 / 32768)))).toEqual(['dead']);
});

test('a constant is a flat line', () => {
  const health = healthOf(record(() => 0.015));
  expect(problems(health)).toEqual(['flat-line']);
  expect(health.dcOffset).toBeCloseTo(0.015, 6);
  expect(problems(healthOf(record(() => 0.4)))).toEqual(['flat-line', 'dc']);
});

test('the constant that a cable leaves behind is told once ten seconds of it were heard', () => {
  const watch = new HydrophoneWatch(sampleRateHz);
  watch.push(record(quiet, 0.1));
  watch.push(record(() => 0.01).subarray(0, 9 * sampleRateHz));
  expect(problems(watch.snapshot())).not.toContain('flat-line');
  watch.push(record(() => 0.01).subarray(0, sampleRateHz));
  expect(problems(watch.snapshot())).toEqual(['flat-line']);
});

test('flat tops are clipping and their share is exact; a sine that just fits is not', () => {
  const clipped = record((seconds) => Math.max(-1, Math.min(1, sine(200, 1.5)(seconds))));
  const atRails = clipped.reduce((count, sample) => count + (Math.abs(sample) === 1 ? 1 : 0), 0);
  expect(problems(healthOf(clipped))).toEqual(['clipping']);
  expect(healthOf(clipped).clippedFraction).toBeCloseTo(atRails / clipped.length, 9);
  for (const frequencyHz of [25, 400, 997, 8_000]) {
    expect(healthOf(record(sine(frequencyHz, 1))).clippedFraction).toBe(0);
  }
});

test('an offset like that of the DeepShip recorders is told, and measured', () => {
  const health = healthOf(record(() => 0.029, 0.1));
  expect(problems(health)).toEqual(['dc']);
  expect(health.dcOffset).toBeCloseTo(0.029, 3);
});

test('mains hum of 50 and 60 Hz is told apart from noise and from lines beside it', () => {
  for (const mainsHz of [50, 60] as const) {
    const health = healthOf(record(sine(mainsHz, 0.01), 0.02));
    expect(problems(health)).toEqual(['hum']);
    expect(health.mainsHz).toBe(mainsHz);
    expect(problems(healthOf(record(sine(mainsHz + 0.15, 0.01), 0.02)))).toEqual(['hum']);
    expect(problems(healthOf(record(sine(mainsHz - 3, 0.01), 0.02)))).toEqual([]);
    const oneHarmonic = healthOf(record(sine(2 * mainsHz, 0.01), 0.02));
    expect(problems(oneHarmonic)).toEqual([]);
  }
  const rectified = (seconds: number) => sine(100, 0.01)(seconds) + sine(150, 0.01)(seconds);
  expect(problems(healthOf(record(rectified, 0.02)))).toEqual(['hum']);
});

test('samples that are not numbers are counted and leave the rest measurable', () => {
  const samples = record(quiet, 0.1);
  for (let i = 0; i < samples.length; i += 100) samples[i] = i % 200 === 0 ? Number.NaN : -Infinity;
  const health = healthOf(samples);
  expect(problems(health)).toEqual(['non-finite']);
  expect(health.nonFiniteFraction).toBeCloseTo(0.01, 9);
  expect(health.levelDb).toBeCloseTo(10 * Math.log10(0.01 / 3), 1);
});

test('a mended hydrophone is well again after ten seconds', () => {
  const watch = new HydrophoneWatch(sampleRateHz);
  watch.push(record(sine(50, 1.5), 0).map((sample) => Math.max(-1, Math.min(1, sample + 0.1))));
  expect(problems(watch.snapshot())).toEqual(['clipping', 'dc', 'hum']);
  watch.push(record(quiet, 0.1));
  expect(watch.snapshot().problems).toEqual([]);
});

test('each problem comes with one sentence', () => {
  for (const samples of [record(quiet), record(() => 0.4), record(sine(50, 0.1), 0.01)]) {
    for (const { advice } of healthOf(samples).problems) expect(advice).toMatch(/^[A-Z][^.]+\.$/);
  }
});

test('any chopping gives the same health', () => {
  const rateHz = 8_000;
  const samples = record((seconds) => Math.max(-1, Math.min(1, sine(50, 1.1)(seconds))), 0.01, rateHz);
  samples[12_345] = Number.NaN;
  const whole = healthOf(samples, rateHz);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 50 }), (lengths) => {
      const watch = new HydrophoneWatch(rateHz);
      for (let start = 0, i = 0; start < samples.length; i++) {
        const end = start + lengths[i % lengths.length]!;
        watch.push(samples.subarray(start, end));
        start = end;
      }
      expect(watch.snapshot()).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});
