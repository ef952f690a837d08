import { expect, test } from 'vitest';
import { FeatureExtractor } from '../../../src/features/extractor.js';
import type { FeatureWindow } from '../../../src/features/frames.js';
import { STATISTIC_NAMES } from '../../../src/features/statistics.js';
import { filterSpectrum } from '../../../src/signal/spectrum-filter.js';
import { simulateClip } from '../../../src/simulator/clip.js';
import { Random } from '../../../src/simulator/random.js';
import { changedStatistics, drawResponse, writePatch } from '../../../src/training/ships/response-change.js';
import { drawSecondRecorder, hearThrough } from '../../../src/training/ships/second-recorder.js';

const RATE_HZ = 16_000;
const { samples } = simulateClip({ seed: 'recorders', size: 'big' });

function hear(sound: Float32Array): FeatureWindow {
  const windows: FeatureWindow[] = [];
  const extractor = new FeatureExtractor({ sampleRateHz: RATE_HZ, calibration: null, compression: 'log' });
  const take = (features: Parameters<Parameters<typeof extractor.push>[1]>[0]) => {
    if (features.type === 'window') windows.push(features.window);
  };
  extractor.push(sound, take);
  extractor.end(take);
  return windows[0]!;
}

/** Differences from their own mean: gain does not matter. */
function shape(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  const differences = Array.from(a, (value, i) => value - b[i]!);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  return differences.map((value) => value - mean);
}

test('a response that is put on the features is that of a filter on the sound', () => {
  const response = drawResponse(new Random(3), { tiltDbPerDecade: 4, rippleDb: 2.5 });
  const heard = hear(samples);
  const filtered = hear(filterSpectrum(samples, RATE_HZ, (hz) => response(Math.max(hz, 5))));

  const levels = STATISTIC_NAMES.flatMap((name, place) => (/^level \d+Hz/.test(name) ? [place] : []));
  const changed = changedStatistics(heard, response);
  const pick = (row: Float32Array) => levels.map((place) => row[place]!);
  expect(Math.max(...shape(pick(changed), pick(filtered.statistics)).map(Math.abs))).toBeLessThan(0.7);

  const patch = new Float32Array(heard.patch.values.length);
  writePatch(heard, response, patch);
  const off = shape(patch, filtered.patch.values).map(Math.abs);
  expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(0.3);
});

test('a second recorder adds white noise so far under the signal, and cuts what is below its corner', () => {
  const noisy = { tiltDbPerDecade: 0, highPass: null, noiseSnrDb: 10 };
  const clean = hearThrough({ ...noisy, noiseSnrDb: null }, samples, RATE_HZ, new Random(1));
  const heard = hearThrough(noisy, samples, RATE_HZ, new Random(1));
  const power = (row: Float32Array) => row.reduce((sum, value) => sum + value * value, 0);
  const noise = heard.map((value, i) => value - clean[i]!);
  expect(10 * Math.log10(power(clean) / power(noise))).toBeCloseTo(10, 1);

  const cut = { ...noisy, noiseSnrDb: null, highPass: { cornerHz: 100, order: 2 } };
  const tone = (hz: number) =>
    Float32Array.from({ length: RATE_HZ * 2 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / RATE_HZ));
  const lossDb = (hz: number) =>
    10 * Math.log10(power(hearThrough(cut, tone(hz), RATE_HZ, new Random(1))) / power(tone(hz)));
  expect(lossDb(25)).toBeCloseTo(-10 * Math.log10(1 + 4 ** 4), 0);
  expect(lossDb(100)).toBeCloseTo(-3, 0);
  expect(lossDb(1000)).toBeCloseTo(0, 1);
});

test('half of the second recorders have a low-cut, half noise', () => {
  const recorders = Array.from({ length: 400 }, (_, i) => drawSecondRecorder(new Random(i)));
  const share = (which: (recorder: (typeof recorders)[number]) => boolean) =>
    recorders.filter(which).length / recorders.length;
  expect(Math.abs(share(({ highPass }) => highPass !== null) - 0.5)).toBeLessThan(0.1);
  expect(Math.abs(share(({ noiseSnrDb }) => noiseSnrDb !== null) - 0.5)).toBeLessThan(0.1);
});
