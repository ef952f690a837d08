import { expect, test } from 'vitest';
import { Random } from '../../src/simulator/random.js';
import { drawSea } from '../../src/simulator/sea.js';
import { simulateSite } from '../../src/training/simulated-site.js';

test('more clips of a site begin with the fewer ones, and have its recorder', () => {
  const few = simulateSite('here', { none: 1, big: 1, small: 1 });
  const more = simulateSite('here', { none: 2, big: 1, small: 1 });
  expect(more.tiltDbPerDecade).toBe(few.tiltDbPerDecade);
  expect(more.clips.none[0]).toEqual(few.clips.none[0]);
  expect(more.clips.none[1]).not.toEqual(few.clips.none[0]);
  expect(simulateSite('there', { none: 1, big: 0, small: 0 }).tiltDbPerDecade).not.toBe(few.tiltDbPerDecade);
});

test('seas of one site are more alike than seas of several, and spread as far on the whole', () => {
  const background = (sea: number, site?: string) =>
    drawSea(new Random(`sea ${sea}`), 50, false, site === undefined ? undefined : new Random(site))
      .backgroundDb;
  const spread = (seas: readonly ArrayLike<number>[]) => {
    const band = Math.floor(seas[0].length / 2);
    const levels = seas.map((sea) => sea[band]);
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    return Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length);
  };
  const seas = Array.from({ length: 300 }, (_, i) => i);
  const apart = spread(seas.map((i) => background(i)));
  expect(spread(seas.map((i) => background(i, 'one site')))).toBeLessThan(0.95 * apart);
  expect(Math.abs(spread(seas.map((i) => background(i, `site ${i}`))) / apart - 1)).toBeLessThan(0.15);
});
