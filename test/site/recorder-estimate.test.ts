import { beforeAll, describe, expect, test } from 'vitest';
import { referenceResponse } from '../../src/features/recorder-response.js';
import { Random } from '../../src/simulator/random.js';
import { estimateRecorder } from '../../src/site/recorder-estimate.js';
import type { RecorderPrior } from '../../src/site/recorder-prior.js';
import { syntheticFeatures, syntheticPrior } from './synthetic-prior.js';

let prior: RecorderPrior;
beforeAll(() => {
  prior = syntheticPrior();
});

/** Clips and passages of a site whose recorder has a tilt, and perhaps a low-cut. */
function heardAt(
  site: string,
  { tilt = 0, lowCutHz = null as number | null, clips = 0, big = 0, small = 0 },
) {
  const random = new Random(site);
  const response = referenceResponse({ tiltDbPerDecade: tilt, lowCutHz });
  const through = (kind: 'background' | 'big' | 'small') =>
    syntheticFeatures(kind, random).map((value, i) => value + (response[i] ?? 0));
  const many = (count: number, kind: 'background' | 'big' | 'small') =>
    Array.from({ length: count }, () => through(kind));
  return {
    clips: many(clips, 'background'),
    passages: [...many(big, 'big'), ...many(small, 'small')].map((features) => ({ features, weight: 1 })),
  };
}

describe('the tilt of a recorder', () => {
  test.each([-6, 0, 6])('of %d dB a decade is found from background and passages', (tilt) => {
    const estimate = estimateRecorder(prior, heardAt('both', { tilt, clips: 40, big: 20, small: 20 }));
    expect(Math.abs(estimate.tiltDbPerDecade - tilt)).toBeLessThan(2 * estimate.sdDbPerDecade);
    expect(Math.abs(estimate.tiltDbPerDecade - tilt)).toBeLessThan(2);
  });

  test('is found from passages alone, and from background alone', () => {
    expect(
      estimateRecorder(prior, heardAt('p', { tilt: 5, big: 20, small: 20 })).tiltDbPerDecade,
    ).toBeGreaterThan(2.5);
    expect(estimateRecorder(prior, heardAt('c', { tilt: 5, clips: 40 })).tiltDbPerDecade).toBeGreaterThan(
      2.5,
    );
  });

  test('is found from a few ships whose size is told, surer than when it is not', () => {
    for (const tilt of [-6, 6]) {
      const { passages } = heardAt(`known ${tilt}`, { tilt, big: 3, small: 3 });
      const known = passages.map(({ features }, i) => ({ features, size: i < 3 ? 'big' : 'small' }) as const);
      const told = estimateRecorder(prior, { clips: [], passages: [], known });
      const untold = estimateRecorder(prior, { clips: [], passages });
      expect(Math.abs(told.tiltDbPerDecade - tilt)).toBeLessThan(3);
      expect(told.sdDbPerDecade).toBeLessThan(untold.sdDbPerDecade);
    }
  });

  test('is not read into traffic of one size', () => {
    for (const [big, small] of [
      [39, 1],
      [1, 39],
    ]) {
      const { tiltDbPerDecade } = estimateRecorder(prior, heardAt('lopsided', { clips: 30, big, small }));
      expect(Math.abs(tiltDbPerDecade)).toBeLessThan(2);
    }
  });

  test('stays open with fewer than ten passages and twenty clips', () => {
    const estimate = estimateRecorder(prior, heardAt('few', { tilt: 8, clips: 19, big: 5, small: 4 }));
    expect(estimate.tiltDbPerDecade).toBeCloseTo(0, 6);
    expect(estimate.sdDbPerDecade).toBeCloseTo(Math.sqrt(prior.tiltVariance), 1);
  });

  test('is surer the more is heard', () => {
    const sd = (clips: number, ships: number) =>
      estimateRecorder(prior, heardAt('sure', { clips, big: ships, small: ships })).sdDbPerDecade;
    expect(sd(40, 20)).toBeLessThan(sd(0, 20));
  });
});

describe('a steep low-cut', () => {
  test('of 100 Hz is found, and the tilt beside it', () => {
    const heard = heardAt('cut', { tilt: 4, lowCutHz: 100, clips: 40, big: 10, small: 10 });
    const estimate = estimateRecorder(prior, heard);
    expect(estimate.lowCutHz).toBe(100);
    expect(Math.abs(estimate.tiltDbPerDecade - 4)).toBeLessThan(2);
  });

  test('is not seen where there is none', () => {
    for (let site = 0; site < 10; site++) {
      const heard = heardAt(`no cut ${site}`, { tilt: site - 5, clips: 20, big: 10, small: 10 });
      expect(estimateRecorder(prior, heard).lowCutHz).toBeNull();
    }
  });
});
