import { beforeAll, expect, test } from 'vitest';
import {
  estimateSite,
  isFlat,
  recordersOf,
  type SiteWindow,
} from '../../src/evaluation/recorder-of-source.js';
import { REFERENCE_DECADES } from '../../src/features/recorder-gain.js';
import { Random } from '../../src/simulator/random.js';
import type { RecorderPrior } from '../../src/site/recorder-prior.js';
import { type Kind, syntheticFeatures, syntheticPrior } from '../site/synthetic-prior.js';

let prior: RecorderPrior;
beforeAll(() => {
  prior = syntheticPrior();
});

/** Recordings of three windows each through a recorder of that tilt, and how surely the model hears a ship. */
function recordings(count: number, kind: Kind, tilt: number): SiteWindow[][] {
  const random = new Random(kind);
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 }, () => ({
      ship: kind === 'background' ? 0.1 : 0.9,
      features: syntheticFeatures(kind, random).map((value, i) => value + tilt * (REFERENCE_DECADES[i] ?? 0)),
    })),
  );
}

test('a source of ten ships shows its recorder', () => {
  const found = estimateSite('bay', [...recordings(6, 'big', 6), ...recordings(6, 'small', 6)], prior);
  expect(found).toMatchObject({ site: 'bay', passages: 12, clips: 0 });
  expect(found.tiltDbPerDecade).toBeGreaterThan(1.5);
  expect(found.sdDbPerDecade).not.toBeNull();
});

test('a source of twenty empty seas shows its recorder, one window a minute of each', () => {
  const found = estimateSite('bay', recordings(20, 'background', -6), prior);
  expect(found).toMatchObject({ passages: 0, clips: 20 });
  expect(found.tiltDbPerDecade).toBeLessThan(-1.5);
});

test('a source of few recordings, or of recorders too slow to tell, is left as it is', () => {
  const few = estimateSite('bay', [...recordings(9, 'big', 8), ...recordings(19, 'background', 8)], prior);
  expect(isFlat(few)).toBe(true);
  expect(few.sdDbPerDecade).toBeNull();
  const slow = Array.from({ length: 40 }, (): SiteWindow[] => []);
  expect(isFlat(estimateSite('bay', slow, prior))).toBe(true);
});

test('each recorder is listed once, however many recordings it made', () => {
  const recorder = estimateSite('bay', recordings(20, 'background', 3), prior);
  expect(recordersOf([{ recorder }, { recorder: null }, { recorder }])).toEqual([recorder]);
});
