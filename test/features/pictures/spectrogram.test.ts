import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Spectrogram, type TimeFrequencyImage } from '../../../src/features/pictures/spectrogram.js';

function imageOf(samples: Float32Array, sampleRateHz: number, blocks: number[] = [4096]): TimeFrequencyImage {
  const spectrogram = new Spectrogram(sampleRateHz, 0);
  for (let start = 0, i = 0; start < samples.length; i++) {
    const end = start + blocks[i % blocks.length]!;
    spectrogram.push(samples.subarray(start, end));
    start = end;
  }
  return spectrogram.image(0)!;
}

function tone(frequencyHz: number, amplitude: number, seconds: number, sampleRateHz: number): Float32Array {
  return Float32Array.from(
    { length: seconds * sampleRateHz },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRateHz) + 0.2,
  );
}

function loudestHz({ values, rows, lowHz, highHz }: TimeFrequencyImage, column: number): number {
  const levels = values.subarray(column * rows, (column + 1) * rows);
  const row = levels.indexOf(levels.reduce((most, level) => Math.max(most, level)));
  return lowHz * (highHz / lowHz) ** ((row + 0.5) / rows);
}

test('a tone lies at its frequency at every rate, an offset is not seen', () => {
  for (const sampleRateHz of [8_000, 32_000, 96_000]) {
    for (const frequencyHz of [25, 100, 1000, 3000]) {
      const image = imageOf(tone(frequencyHz, 0.1, 3, sampleRateHz), sampleRateHz);
      const tolerance = Math.max(1.5, 0.02 * frequencyHz);
      for (const column of [0, image.columns - 1]) {
        expect(Math.abs(loudestHz(image, column) - frequencyHz)).toBeLessThan(tolerance);
      }
    }
  }
});

test('white noise of known power has its power density in every row', () => {
  const sampleRateHz = 16_000;
  let state = 1;
  const noise = Float32Array.from({ length: 60 * sampleRateHz }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  const { values, columns, rows } = imageOf(noise, sampleRateHz);
  // Uniform noise of width 1 has power 1/12, spread over 8 kHz.
  const expectedDb = 10 * Math.log10(1 / 12 / 8000);
  for (const row of [150, 250, 350, 399]) {
    let power = 0;
    for (let column = 0; column < columns; column++)
      power += 10 ** (values[column * rows + row]! / 10) / columns;
    expect(Math.abs(10 * Math.log10(power) - expectedDb)).toBeLessThan(1);
  }
});

test('long recordings keep their extent in bounded memory', () => {
  const sampleRateHz = 8_000;
  const minute = tone(440, 0.1, 60, sampleRateHz);
  const spectrogram = new Spectrogram(sampleRateHz, 30);
  for (let i = 0; i < 10; i++) spectrogram.push(minute);
  const image = spectrogram.image(0)!;
  expect(image.columns).toBeLessThanOrEqual(4096);
  expect(image.startSeconds).toBe(30);
  expect(Math.abs(image.endSeconds - 630)).toBeLessThan(1);
});

test('less than one window is no picture', () => {
  const spectrogram = new Spectrogram(8_000, 0);
  spectrogram.push(new Float32Array(3000));
  expect(spectrogram.image(0)).toBeNull();
});

test('any chopping gives the same spectrogram', () => {
  const samples = tone(300, 0.1, 4, 8_000);
  const whole = imageOf(samples, 8_000, [samples.length]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1 }), (blocks) => {
      expect(imageOf(samples, 8_000, blocks)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});
