import { expect, test } from 'vitest';
import { colourOf } from '../../../src/features/pictures/colour-map.js';

/** CIE 1976 lightness of an sRGB colour (IEC 61966-2-1). */
function lightness([red, green, blue]: readonly [number, number, number]): number {
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

test('equal steps of the value are equal steps of lightness, so that the picture is true in grey', () => {
  const steps = Array.from({ length: 51 }, (_, i) => lightness(colourOf(i / 50)));
  const slope = (steps[50]! - steps[0]!) / 50;
  expect(slope).toBeGreaterThan(1.4);
  for (const [i, value] of steps.entries()) expect(Math.abs(value - steps[0]! - slope * i)).toBeLessThan(2.5);
});

test('the ends are viridis’ ends, also for values beyond them', () => {
  for (const share of [0, -1, -Infinity]) expect(colourOf(share)).toEqual([68, 1, 84]);
  for (const share of [1, 2, Infinity]) expect(colourOf(share)).toEqual([253, 231, 37]);
});
