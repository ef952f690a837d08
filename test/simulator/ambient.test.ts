import { expect, test } from 'vitest';
import { ambientDb } from '../../src/simulator/ambient.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';
import { calmSea, FULL_SCALE_DB, plainScene } from './plain-scene.js';
import { bandMeanDb, welchDb } from './welch.js';

test('the ambient level is Coates’s for moderate shipping and a wind of 5 m/s', () => {
  const golden = [
    [10, 78.2],
    [50, 72.2],
    [100, 67.8],
    [500, 62.8],
    [1000, 61.0],
    [5000, 51.5],
    [10_000, 46.1],
  ] as const;
  for (const [frequencyHz, level] of golden) {
    expect(ambientDb(frequencyHz, { shipping: 0.5, windMS: 5 })).toBeCloseTo(level, 1);
  }
});

test.each([16_000, 32_000])(
  'a rendered sea at %d Hz has the density of the formula to 1 dB',
  (sampleRateHz) => {
    const renderer = new SceneRenderer(plainScene({ sampleRateHz, durationSeconds: 60 }));
    const density = welchDb(renderer.read(renderer.length)[0]!, sampleRateHz, sampleRateHz);
    for (const frequencyHz of [20, 50, 100, 200, 500, 1000, 2000, 5000, 7500]) {
      const rendered = bandMeanDb(density, 1, frequencyHz * 0.97, frequencyHz * 1.03) + FULL_SCALE_DB;
      expect(Math.abs(rendered - ambientDb(frequencyHz, calmSea))).toBeLessThan(1);
    }
  },
);
