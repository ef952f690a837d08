import { expect, test } from 'vitest';
import { decidecadeBands } from '../../src/features/decidecades.js';
import { summariseLevels } from '../../src/features/level-percentiles.js';
import { extract } from './extract.js';
import { normalNoise, sine } from './signals.js';

const bandOf = (hz: number, sampleRateHz: number) => {
  const { lowHz, highHz } = decidecadeBands(sampleRateHz);
  return lowHz.findIndex((low, band) => low <= hz && hz < highHz[band]);
};

test('a full-scale sine reads −3.01 dB re full scale, in its band and in all', () => {
  for (const sampleRateHz of [16_000, 32_000, 44_100, 52_734, 96_000]) {
    for (const hz of [63, 250, 1000, 5000]) {
      const { levels } = extract(sine(hz, 1, sampleRateHz, 4), sampleRateHz);
      for (const { splDb, decidecadeDb } of levels.slice(1)) {
        expect(Math.abs(splDb + 3.01)).toBeLessThan(0.05);
        expect(Math.abs(decidecadeDb[bandOf(hz, sampleRateHz)] + 3.01)).toBeLessThan(0.1);
      }
    }
  }
});

test('white noise of known density reads density times bandwidth in each decidecade', () => {
  const sampleRateHz = 16_000;
  const deviation = 0.05;
  const noise = Float32Array.from(normalNoise(sampleRateHz * 60, 4), (value) => deviation * value);
  const { levels } = extract(noise, sampleRateHz);
  const densityDb = 10 * Math.log10(deviation ** 2 / (sampleRateHz / 2));
  const summary = summariseLevels(levels);
  const { lowHz, highHz, centreHz } = decidecadeBands(sampleRateHz);
  expect(Math.abs((summary?.spl.meanDb ?? 0) - 20 * Math.log10(deviation))).toBeLessThan(0.1);
  centreHz.forEach((hz, band) => {
    // A minute gives a band of B Hz about 60·B/1.5 free values: below 400 Hz chance weighs more than 0.2 dB.
    if (hz < 390) return;
    const expected = densityDb + 10 * Math.log10(highHz[band] - lowHz[band]);
    expect(Math.abs((summary?.decidecades[band].meanDb ?? 0) - expected), `${hz} Hz`).toBeLessThan(0.2);
  });
});

test('a calibrated hydrophone reads dB re 1 µPa', () => {
  // 1 Pa rms (120 dB re 1 µPa) on −170 dB re 1 V/µPa with 20 dB gain is 0.0316 V, of 2.5 V full scale.
  const volts = 1e6 * 10 ** (-170 / 20) * 10 ** (20 / 20);
  const { levels } = extract(sine(1000, (Math.SQRT2 * volts) / 2.5, 16_000, 3), 16_000, {
    calibration: { sensitivityDb: -170, gainDb: 20, fullScaleVolts: 2.5 },
  });
  expect(levels[1].splDb).toBeCloseTo(120, 2);
  expect(Math.abs(levels[1].decidecadeDb[bandOf(1000, 16_000)] - 120)).toBeLessThan(0.05);
});

test('levels use the whole band of the recorder', () => {
  const { levels } = extract(sine(30_000, 0.1, 96_000, 2), 96_000);
  const { centreHz } = decidecadeBands(96_000);
  const loudest = levels[0].decidecadeDb.indexOf(Math.max(...levels[0].decidecadeDb));
  expect(centreHz[loudest]).toBeCloseTo(31_623, 0);
  expect(Math.abs(levels[0].splDb + 23.01)).toBeLessThan(0.05);
});

test('digital silence has a finite level', () => {
  const { levels } = extract(new Float32Array(16_000), 16_000);
  expect(levels[0].splDb).toBe(-200);
});

test('percentiles are levels exceeded for that share of the time', () => {
  const frames = Array.from({ length: 101 }, (_, i) => ({
    startSeconds: i,
    endSeconds: i + 1,
    splDb: 100 + ((i * 37) % 101) / 10,
    decidecadeDb: Float32Array.of(50),
  }));
  const summary = summariseLevels(frames);
  expect(summary?.seconds).toBe(101);
  expect(summary?.spl.l5).toBeCloseTo(109.5, 6);
  expect(summary?.spl.l10).toBeCloseTo(109, 6);
  expect(summary?.spl.l50).toBeCloseTo(105, 6);
  expect(summary?.spl.l90).toBeCloseTo(101, 6);
  expect(summary?.spl.l95).toBeCloseTo(100.5, 6);
  expect(summary?.decidecades[0].meanDb).toBeCloseTo(50, 6);
  expect(summariseLevels([])).toBeNull();
});

test('decidecades are those of IEC 61260-1, named as people write them', () => {
  const { centreHz, lowHz, highHz, names } = decidecadeBands(48_000);
  expect(names[0]).toBe('10 Hz');
  expect(names.slice(7, 10)).toEqual(['50 Hz', '63 Hz', '80 Hz']);
  expect(names.at(-1)).toBe('20 kHz');
  expect(names[names.indexOf('1 kHz') + 1]).toBe('1.25 kHz');
  expect(centreHz[8]).toBeCloseTo(63.0957, 4);
  expect(lowHz[20]).toBeCloseTo(891.251, 3);
  expect(highHz[20]).toBeCloseTo(1122.018, 3);
});
