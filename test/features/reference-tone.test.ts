import { expect, test } from 'vitest';
import { referenceTone } from '../../src/features/reference-tone.js';

const RATE = 32_000;
const sine = (seconds: number, hz: number, amplitude: number, more = (_i: number) => 0) =>
  Float32Array.from(
    { length: seconds * RATE },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / RATE + 0.3) + more(i),
  );

test('a full-scale sine is −3.01 dB re full scale, wherever in the range its frequency lies', () => {
  for (const hz of [250, 251.3, 240.7, 259]) {
    const tone = referenceTone(sine(3, hz, 1), RATE, 250)!;
    expect(tone.levelDb).toBeCloseTo(-3.0103, 3);
    expect(tone.frequencyHz).toBeCloseTo(hz, 2);
    expect(tone).toMatchObject({ seconds: 3 });
    expect(tone.sdDb).toBeLessThan(0.001);
    expect(tone.snrDb).toBeGreaterThan(60);
  }
});

test('an offset and other sound do not move it, and count as the rest', () => {
  const hum = (i: number) => 0.2 + 0.01 * Math.sin((2 * Math.PI * 50 * i) / RATE);
  const tone = referenceTone(sine(4, 1000, 0.1, hum), RATE, 1000)!;
  expect(tone.levelDb).toBeCloseTo(-23.01, 2);
  expect(tone.snrDb).toBeCloseTo(20, 1);
});

test('a tone that fades is told by its seconds', () => {
  const fading = sine(5, 250, 0.5).map((sample, i) => sample * 10 ** (-i / RATE / 20));
  expect(referenceTone(fading, RATE, 250)!.sdDb).toBeCloseTo(Math.sqrt(2.5), 1);
});

test('less than a second has no level', () => {
  expect(referenceTone(sine(1, 250, 1).subarray(1), RATE, 250)).toBe(null);
});
