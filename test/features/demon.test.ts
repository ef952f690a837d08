import { expect, test } from 'vitest';
import { DemonAccumulator } from '../../src/features/demon.js';
import type { DemonFrame } from '../../src/features/frames.js';
import { extract } from './extract.js';
import { uniformNoise } from './signals.js';

function modulatedNoise(modulationHz: number, depth: number, sampleRateHz: number, seconds: number) {
  return Float32Array.from(uniformNoise(sampleRateHz * seconds, 6), (value, i) => {
    return 0.1 * value * (1 + depth * Math.cos((2 * Math.PI * modulationHz * i) / sampleRateHz));
  });
}

function strongestHz({ power, binHz }: { power: Float32Array; binHz: number }): number {
  let strongest = 5;
  for (let bin = 5; bin < power.length; bin++) if (power[bin] > power[strongest]) strongest = bin;
  return strongest * binHz;
}

function mean(demons: DemonFrame[]) {
  const accumulator = new DemonAccumulator();
  for (const demon of demons) accumulator.add(demon);
  const spectrum = accumulator.spectrum();
  if (!spectrum) throw new Error('no DEMON frame');
  return spectrum;
}

test.each([
  [1.3, 0.3, 32_000],
  [4.17, 0.2, 32_000],
  [7.77, 0.15, 44_100],
  [12.6, 0.2, 16_000],
  [33.3, 0.3, 96_000],
  [9.1, 0.3, 8_000],
])('noise modulated at %f Hz shows its line within half a bin', (modulationHz, depth, sampleRateHz) => {
  const spectrum = mean(extract(modulatedNoise(modulationHz, depth, sampleRateHz, 30), sampleRateHz).demons);
  expect(Math.abs(strongestHz(spectrum) - modulationHz)).toBeLessThanOrEqual(0.5 * spectrum.binHz);
});

test('spectra reach from 0 to 60 Hz in bins of a tenth of a hertz', () => {
  const [{ binHz, power }] = extract(modulatedNoise(5, 0.3, 16_000, 10), 16_000).demons;
  expect(binHz).toBeCloseTo(0.1, 2);
  expect(binHz * (power.length - 1)).toBeGreaterThan(59.8);
});

test('noise without modulation has a spectrum of about one everywhere', () => {
  const { power, binHz } = mean(extract(modulatedNoise(5, 0, 16_000, 60), 16_000).demons);
  const from = Math.round(1 / binHz);
  const inBand = power.slice(from);
  const average = inBand.reduce((sum, value) => sum + value, 0) / inBand.length;
  expect(average).toBeGreaterThan(0.9);
  expect(average).toBeLessThan(1.9);
  expect(Math.max(...inBand)).toBeLessThan(6);
});

test('segments are 10 s each 5 s; the last lies at the end; a short recording gives one', () => {
  const spans = (seconds: number) =>
    extract(modulatedNoise(5, 0.3, 16_000, 20).slice(0, seconds * 16_000), 16_000).demons.map(
      ({ startSeconds, endSeconds }) => [startSeconds, endSeconds],
    );
  expect(spans(17)).toEqual([
    [0, 10],
    [5, 15],
    [7, 17],
  ]);
  expect(spans(4)).toEqual([[0, 4]]);
  expect(spans(1)).toEqual([]);
});

test('a line in a short recording stands at the same bins', () => {
  const [demon] = extract(modulatedNoise(11.7, 0.5, 16_000, 4), 16_000).demons;
  expect(Math.abs(strongestHz(demon) - 11.7)).toBeLessThan(0.25);
});

test('knocks do not hide the modulation', () => {
  const samples = modulatedNoise(6.3, 0.3, 16_000, 20);
  for (let i = 5_000; i < samples.length; i += 37_013) samples.fill(0.9, i, i + 16);
  const spectrum = mean(extract(samples, 16_000).demons);
  expect(Math.abs(strongestHz(spectrum) - 6.3)).toBeLessThanOrEqual(0.5 * spectrum.binHz);
});

test('the average weighs frames by their duration', () => {
  const accumulator = new DemonAccumulator();
  expect(accumulator.spectrum()).toBeNull();
  accumulator.add({ startSeconds: 0, endSeconds: 10, binHz: 0.1, power: Float32Array.of(1, 2) });
  accumulator.add({ startSeconds: 5, endSeconds: 10, binHz: 0.1, power: Float32Array.of(4, 5) });
  expect([...(accumulator.spectrum()?.power ?? [])]).toEqual([2, 3]);
});
