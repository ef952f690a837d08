import { expect, test } from 'vitest';
import { parseChange } from '../../src/evaluation/audio-change.js';
import type { FeatureWindow } from '../../src/features/frames.js';
import { REFERENCE_DECADES } from '../../src/features/recorder-gain.js';
import { flattenWindow } from '../../src/features/recorder-response.js';
import { tiltWindow } from '../../src/features/recorder-tilt.js';
import { STATISTIC_NAMES } from '../../src/features/statistics.js';
import { simulateClip } from '../../src/simulator/clip.js';
import { extract } from './extract.js';
import { shipLike } from './signals.js';

const rate = 16_000;
const tilts = [-6, -3, 3, 6];

function windowOf(samples: Float32Array, compression: 'log' | 'pcen' = 'log'): FeatureWindow {
  return extract(samples, rate, { compression }).windows[0];
}

/** The recorder's tilt as a filter of the sound. */
function filtered(samples: Float32Array, tilt: number): Float32Array {
  return parseChange(`tilt${tilt > 0 ? '+' : ''}${tilt}`).apply(samples, rate).samples;
}

/** Values of one kind in bands from 63 Hz, less their mean: how loud a recorder is set does not count. */
function levels({ statistics }: FeatureWindow, kind: string): number[] {
  const places = STATISTIC_NAMES.flatMap((name, i) => (name.startsWith(`${kind} `) ? [i] : []));
  const reference = places.slice(-REFERENCE_DECADES.length).map((place) => statistics[place]);
  const mean = reference.reduce((sum, value) => sum + value, 0) / reference.length;
  return places.map((place) => statistics[place] - mean);
}

function difference(a: ArrayLike<number>, b: ArrayLike<number>): { rms: number; most: number } {
  let sum = 0;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    sum += (a[i] - b[i]) ** 2;
    most = Math.max(most, Math.abs(a[i] - b[i]));
  }
  return { rms: Math.sqrt(sum / a.length), most };
}

const sounds = {
  'a steady sound with lines': shipLike(6),
  'a simulated passage': simulateClip({ seed: 3, size: 'big', seconds: 6 }).samples,
  'an empty sea': simulateClip({ seed: 4, size: 'none', seconds: 6 }).samples,
};

for (const [name, samples] of Object.entries(sounds)) {
  test(`levels of ${name} are tilted as if the sound had been filtered`, () => {
    const window = windowOf(samples);
    for (const tilt of tilts) {
      const truly = windowOf(filtered(samples, tilt));
      const tilted = tiltWindow(window, tilt);
      for (const kind of ['level', 'levelQ25']) {
        expect(difference(levels(tilted, kind).slice(5), levels(truly, kind).slice(5)).most).toBeLessThan(
          0.3,
        );
      }
    }
  });

  test(`the log patch of ${name} is tilted as if the sound had been filtered`, () => {
    const window = windowOf(samples);
    for (const tilt of tilts) {
      const { rms } = difference(
        tiltWindow(window, tilt).patch.values,
        windowOf(filtered(samples, tilt)).patch.values,
      );
      expect(rms).toBeLessThan(0.5);
    }
  });
}

test('a tilt is taken off again by its negative', () => {
  const window = windowOf(sounds['a simulated passage']);
  const back = tiltWindow(tiltWindow(window, 6), -6);
  expect(difference(back.statistics, window.statistics).most).toBeLessThan(1e-4);
  expect(difference(back.patch.values, window.patch.values).most).toBeLessThan(1e-4);
});

test('mean of the log patch and common level stay where they were', () => {
  const { patch, statistics } = windowOf(sounds['a simulated passage']);
  const tilted = tiltWindow(windowOf(sounds['a simulated passage']), 6);
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
  expect(mean(tilted.patch.values)).toBeCloseTo(mean(patch.values), 4);
  expect(mean(tilted.statistics.subarray(5, 26))).toBeCloseTo(mean(statistics.subarray(5, 26)), 4);
});

test('a steep low-cut is taken off as far as it left sound', () => {
  const samples = sounds['a steady sound with lines'];
  const cut = parseChange('highpass100').apply(samples, rate).samples;
  const flat = flattenWindow(windowOf(cut), { tiltDbPerDecade: 0, lowCutHz: 100 }, 'log');
  for (const kind of ['level', 'levelQ25']) {
    const { most } = difference(levels(flat, kind).slice(5), levels(windowOf(samples), kind).slice(5));
    expect(most).toBeLessThan(0.7);
  }
});

test('a tilt and a low-cut are taken off together', () => {
  const samples = sounds['a steady sound with lines'];
  const heard = filtered(parseChange('highpass100').apply(samples, rate).samples, 6);
  const flat = flattenWindow(windowOf(heard), { tiltDbPerDecade: 6, lowCutHz: 100 }, 'log');
  expect(
    difference(levels(flat, 'level').slice(5), levels(windowOf(samples), 'level').slice(5)).most,
  ).toBeLessThan(0.7);
});

test('a PCEN patch is left as it is, its levels are tilted', () => {
  const window = windowOf(sounds['a simulated passage'], 'pcen');
  const tilted = tiltWindow(window, 6, 'pcen');
  expect(tilted.patch).toBe(window.patch);
  expect(difference(tilted.statistics, tiltWindow(window, 6).statistics).most).toBe(0);
});
