import { expect, test } from 'vitest';
import { ambientDb } from '../../src/simulator/ambient.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';
import { FULL_SCALE_DB, plainScene } from './plain-scene.js';
import { bandMeanDb, welchDb } from './welch.js';

// Coates's formula for moderate shipping and a wind of 5 m/s, dB re 1 µPa²/Hz.
const golden = [
  [10, 78.2],
  [50, 72.2],
  [100, 67.8],
  [500, 62.8],
  [1000, 61.0],
  [5000, 51.5],
  [10_000, 46.1],
] as const;

test('the ambient level is Coates’s for moderate shipping and a wind of 5 m/s', () => {
  for (const [frequencyHz, level] of golden) {
    expect(ambientDb(frequencyHz, { shipping: 0.5, windMS: 5 })).toBeCloseTo(level, 1);
  }
});

test.each([16_000, 32_000])('a rendered sea at %d Hz has these levels to 1 dB', (sampleRateHz) => {
  const renderer = new SceneRenderer(plainScene({ sampleRateHz, durationSeconds: 60 }));
  const density = welchDb(renderer.read(renderer.length)[0]!, sampleRateHz, sampleRateHz);
  for (const [frequencyHz, level] of golden.filter(([hz]) => hz < sampleRateHz / 2)) {
    const halfHz = Math.max(1, 0.03 * frequencyHz);
    const rendered = bandMeanDb(density, 1, frequencyHz - halfHz, frequencyHz + halfHz) + FULL_SCALE_DB;
    expect(Math.abs(rendered - level), `${frequencyHz} Hz`).toBeLessThan(1);
  }
});
