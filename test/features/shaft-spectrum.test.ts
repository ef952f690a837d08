import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHAFT_RASTER_BINS, ShaftWhitener, toShaftRaster } from '../../src/features/shaft-spectrum.js';

test('a spectrum on the raster already comes through unchanged', () => {
  const power = Float64Array.from({ length: SHAFT_RASTER_BINS }, (_, k) => 1 + Math.sin(k) ** 2);
  const out = new Float64Array(SHAFT_RASTER_BINS);
  expect(toShaftRaster(0.1, power, out)).toBe(SHAFT_RASTER_BINS);
  for (let k = 0; k < SHAFT_RASTER_BINS; k++) expect(out[k]).toBeCloseTo(power[k], 9);
});

test('a straight line stays a straight line on the raster, whatever the bins', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.5, noNaN: true }), (binHz) => {
      const power = Float64Array.from({ length: Math.ceil(61 / binHz) }, (_, k) => 2 + 3 * k * binHz);
      const out = new Float64Array(SHAFT_RASTER_BINS);
      const bins = toShaftRaster(binHz, power, out);
      expect(bins).toBe(SHAFT_RASTER_BINS);
      // Narrow bins are averaged over ±0.1 Hz; where a bin falls on the edge of that the mean leans by a part of a bin.
      for (let k = 1; k < bins; k++)
        expect(Math.abs(out[k] - (2 + 0.3 * k))).toBeLessThan(3 * Math.min(binHz, 0.05));
    }),
  );
});

test('a line stands out by its height in spreads, a broad hump only in the height', () => {
  const whitener = new ShaftWhitener();
  const power = Float64Array.from({ length: SHAFT_RASTER_BINS }, (_, k) =>
    Math.exp(k % 2 === 0 ? 0.1 : -0.1),
  );
  power[100] *= Math.E;
  for (let k = 195; k <= 205; k++) power[k] *= Math.E;
  expect(whitener.whiten(power, SHAFT_RASTER_BINS)).toBe(true);
  expect(whitener.line[100]).toBeGreaterThan(2);
  expect(whitener.height[200]).toBeGreaterThan(2);
  expect(whitener.line[200]).toBeLessThan(whitener.height[200] / 3);
});

test('the lowest bins, where the mean of the envelope lies, read as background', () => {
  const whitener = new ShaftWhitener();
  const power = Float64Array.from({ length: SHAFT_RASTER_BINS }, (_, k) => (k < 6 ? 1e9 : 1 + (k % 3)));
  expect(whitener.whiten(power, SHAFT_RASTER_BINS)).toBe(true);
  expect([...whitener.height.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
});
