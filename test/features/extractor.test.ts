import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FeatureExtractor } from '../../src/features/extractor.js';
import type { Features } from '../../src/features/frames.js';
import { extract, extractBlocks } from './extract.js';
import { shipLike, uniformNoise } from './signals.js';

/** Bytes of everything in its order. */
function bytes(all: Features[]): Buffer {
  return Buffer.concat(
    all.map((features) => {
      if (features.type === 'window') {
        const { startSeconds, endSeconds, patch, statistics } = features.window;
        return Buffer.concat([numbers([0, startSeconds, endSeconds]), raw(patch.values), raw(statistics)]);
      }
      if (features.type === 'level') {
        const { startSeconds, endSeconds, splDb, decidecadeDb } = features.level;
        return Buffer.concat([numbers([1, startSeconds, endSeconds, splDb]), raw(decidecadeDb)]);
      }
      const { startSeconds, endSeconds, binHz, power } = features.demon;
      return Buffer.concat([numbers([2, startSeconds, endSeconds, binHz]), raw(power)]);
    }),
  );
}

const numbers = (values: number[]) => raw(Float64Array.from(values));
const raw = (values: Float32Array | Float64Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

function* chop(samples: Float32Array, sizes: readonly number[]): Iterable<Float32Array> {
  for (let start = 0, i = 0; start < samples.length; i++) {
    const size = sizes[i % sizes.length];
    yield samples.subarray(start, start + size);
    start += size;
  }
}

test.each([
  [8_000, 'log'],
  [16_000, 'pcen'],
  [22_050, 'log'],
  [32_000, 'pcen'],
  [44_100, 'log'],
  [52_734, 'log'],
  [96_000, 'log'],
] as const)(
  'any chopping of a recording at %i Hz gives bit-identical features',
  (sampleRateHz, compression) => {
    const samples = Float32Array.from(
      uniformNoise(Math.round(sampleRateHz * 7.63), 5),
      (value) => 0.02 + 0.1 * value,
    );
    const whole = bytes(extract(samples, sampleRateHz, { compression }).all);
    const block = fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 1, max: 2 * sampleRateHz }),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 30 }), (sizes) =>
        bytes(extractBlocks(chop(samples, sizes), sampleRateHz, { compression }).all).equals(whole),
      ),
      { numRuns: 6, seed: 3 },
    );
  },
);

test('two channels that are heard in turn do not disturb each other', () => {
  const left = shipLike(6);
  const right = Float32Array.from(uniformNoise(left.length, 9));
  const alone = bytes(extract(left, 16_000).all);
  const options = { calibration: null, compression: 'log' } as const;
  const other = new FeatureExtractor({ sampleRateHz: 16_000, ...options });
  function* inTurn() {
    for (let start = 0; start < left.length; start += 1_000) {
      other.push(right.subarray(start, start + 1_000), () => {});
      yield left.subarray(start, start + 1_000);
    }
  }
  expect(bytes(extractBlocks(inTurn(), 16_000).all).equals(alone)).toBe(true);
});

test('windows are 5 s long, each 2.5 s, and the last one lies at the end', () => {
  const spans = extract(shipLike(11), 16_000).windows.map(({ startSeconds, endSeconds }) => [
    startSeconds,
    endSeconds,
  ]);
  expect(spans).toEqual([
    [0, 5],
    [2.5, 7.5],
    [5, 10],
    [6, 11],
  ]);
});

test('a window that starts later gives the statistics of its own stretch', () => {
  const samples = shipLike(10);
  const inside = extract(samples, 16_000).windows[1].statistics;
  const alone = extract(samples.slice(40_000, 120_000), 16_000).windows[0].statistics;
  inside.forEach((value, i) => {
    expect(Math.abs(value - alone[i])).toBeLessThan(0.05);
  });
});

test.each([
  [3, 30],
  [1.7, 17],
  [0.6, 15],
])('a recording of %f s gives one window over all of it', (seconds, frames) => {
  const { windows } = extract(shipLike(5).slice(0, 16_000 * seconds), 16_000);
  expect(windows.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([[0, seconds]]);
  expect(windows[0].patch.frames).toBe(frames);
  expect([...windows[0].statistics].every(Number.isFinite)).toBe(true);
});

test('a recording of some milliseconds gives nothing', () => {
  expect(extract(new Float32Array(100).fill(0.1), 16_000).all).toEqual([]);
  expect(extract(new Float32Array(0), 16_000).all).toEqual([]);
});

test('samples that are no numbers are counted, count as zero, and spoil nothing', () => {
  const clean = shipLike(12);
  const spoilt = clean.slice();
  const zeroed = clean.slice();
  [3, 20_000, 20_001, 100_000].forEach((at, i) => {
    spoilt[at] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][i % 3];
    zeroed[at] = 0;
  });
  const { all, extractor } = extract(spoilt, 16_000);
  expect(extractor.nonFiniteSamples).toBe(4);
  expect(bytes(all).equals(bytes(extract(zeroed, 16_000).all))).toBe(true);
});

test.each([8_000, 11_025, 24_000, 48_000, 50_000, 64_000, 100_000, 192_000, 384_000])(
  'a recorder at %i Hz gives the windows and levels of its seconds',
  (sampleRateHz) => {
    const samples = Float32Array.from(uniformNoise(Math.round(sampleRateHz * 5.2), 8), (value) => value / 4);
    const { windows, levels, demons } = extract(samples, sampleRateHz);
    expect(windows.map((window) => window.endSeconds)).toEqual([5]);
    expect(levels.map((level) => level.startSeconds)).toEqual([0, 1, 2, 3, 4]);
    expect(demons).toHaveLength(1);
    expect(windows[0].bandwidthHz).toBe(Math.min(8_000, sampleRateHz / 2));
  },
);

test('the offset of a recorder does not show in its features', () => {
  const clean = shipLike(6);
  const offset = clean.map((sample) => sample + 0.3);
  const features = extract(offset, 16_000);
  const reference = extract(clean, 16_000);
  features.windows[0].statistics.forEach((value, i) => {
    expect(Math.abs(value - reference.windows[0].statistics[i])).toBeLessThan(0.01);
  });
  expect(features.levels[0].splDb).toBeCloseTo(reference.levels[0].splDb, 2);
  expect(features.extractor.dcOffset).toBeCloseTo(0.3, 2);
});
