import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerEpisodes } from '../../src/evaluation/few-shot-answers.js';
import { drawEpisodes } from '../../src/evaluation/few-shot-episodes.js';
import type { FewShotRecording } from '../../src/evaluation/few-shot-recordings.js';
import { scoreFewShot } from '../../src/evaluation/few-shot-scores.js';
import { SIZES } from '../../src/evaluation/scores.js';
import type { Size } from '../../src/prototypes/assessment.js';
import { Random } from '../../src/simulator/random.js';

/** `vessels` of each size with `passages` recordings at the sites in turn; `place` says where each lies. */
function fleet(
  vessels: number,
  passages: number,
  sites: readonly string[],
  place: (size: number, random: Random) => number,
  sizes = SIZES,
): FewShotRecording[] {
  const random = new Random('fleet');
  return sizes.flatMap((size, number) =>
    Array.from({ length: vessels * passages }, (_, i) => ({
      recordingId: `${size} ${i}`,
      site: sites[i % sites.length],
      size,
      vessel: `${size} vessel ${i % vessels}`,
      embedding: Float64Array.from({ length: 32 }, () => place(number, random)),
      plain: Float64Array.from({ length: 52 }, () => place(number, random)),
    })),
  );
}

const apart = (size: number, random: Random) => 10 * size + random.normal();
const request = { episodes: 600, seed: 1, baseline: true };

test('sizes that lie far apart are always told apart, by model and baseline, at every k', () => {
  const { shots, leftOut } = scoreFewShot(fleet(7, 5, ['a', 'b', 'c'], apart), request);
  expect(leftOut).toEqual([]);
  expect(shots.map((one) => one.shots)).toEqual([1, 3, 5, 10]);
  for (const { sites, model, baseline } of shots) {
    expect(sites).toBe('disjoint');
    expect(model).toEqual({ balancedAccuracy: 1, interval: [1, 1] });
    expect(baseline).toEqual({ balancedAccuracy: 1, interval: [1, 1] });
  }
});

test('where the embedding says nothing of the size, the score is that of chance', () => {
  const noise = (_: number, random: Random) => random.normal();
  for (const [sizes, chance] of [
    [SIZES, 1 / 3],
    [SIZES.slice(0, 2), 1 / 2],
  ] as const) {
    for (const { model } of scoreFewShot(fleet(40, 2, ['a'], noise, sizes), request).shots) {
      expect(Math.abs(model.balancedAccuracy - chance)).toBeLessThan(0.12);
      expect(model.interval![0]).toBeLessThan(model.interval![1]);
    }
  }
});

test('no vessel and, where asked for, no site is in support and query of one episode', () => {
  const recording = fc.record({
    site: fc.constantFrom('a', 'b', 'c'),
    size: fc.constantFrom('big' as const, 'small' as const),
    vessel: fc.integer({ min: 0, max: 5 }),
  });
  const recordings = fc
    .array(recording, { minLength: 8, maxLength: 60 })
    .map((rows) =>
      rows.map((row, i) => ({ ...row, recordingId: `r${i}`, vessel: `${row.size} ${row.vessel}` })),
    );
  let drawn = 0;
  fc.assert(
    fc.property(recordings, fc.integer({ min: 1, max: 5 }), fc.boolean(), (rows, shots, disjointSites) => {
      const episodes = drawEpisodes(rows, { shots, episodes: 20, seed: 1, disjointSites }) ?? [];
      drawn += episodes.length;
      for (const episode of episodes) {
        const support = episode.flatMap((one) => one.support);
        const queries = episode.map(({ query }) => query);
        for (const one of episode) {
          expect(new Set(one.support).size).toBe(shots);
          expect(one.support.every(({ size }) => size === one.query.size)).toBe(true);
        }
        for (const key of disjointSites ? (['vessel', 'site'] as const) : (['vessel'] as const)) {
          const asked = new Set(queries.map((query) => query[key]));
          expect(support.some((one) => asked.has(one[key]))).toBe(false);
        }
      }
    }),
  );
  expect(drawn).toBeGreaterThan(200);
});

test('the seed alone decides, not the order of the rows', () => {
  const near = (size: number, random: Random) => 0.1 * size + random.normal();
  const recordings = fleet(8, 3, ['a', 'b'], near);
  const report = scoreFewShot(recordings, request);
  expect(scoreFewShot(recordings.toReversed(), request)).toEqual(report);
  expect(scoreFewShot(recordings, { ...request, seed: 2 }).shots).not.toEqual(report.shots);
});

test('a k for which a size has too few recordings is left out, and sites are shared where they must be', () => {
  const report = scoreFewShot(fleet(2, 3, ['a'], apart), request);
  expect(report.shots.map(({ shots, sites }) => [shots, sites])).toEqual([
    [1, 'shared'],
    [3, 'shared'],
  ]);
  expect(report.leftOut).toEqual([5, 10]);
  expect(report.shots[0].model.interval).toBeNull();
  expect(() => scoreFewShot(fleet(1, 9, ['a'], apart), request)).toThrow(/too few recordings/);
});

test('a vessel that is labelled with two sizes takes no part', () => {
  const recordings = fleet(4, 2, ['a'], apart);
  const doubled = { ...recordings[0], recordingId: 'again', size: 'small' as const };
  const report = scoreFewShot([...recordings, doubled], request);
  expect(report.contradictory).toEqual([recordings[0].vessel]);
  expect(report.sizes[0].vessels).toBe(3);
});

test('what is told at one k sums up to its score, and confidence is that of the distances', () => {
  const near = (size: number, random: Random) => 0.3 * size + random.normal() / 3;
  const { details, shots, episodes } = scoreFewShot(fleet(7, 5, ['a', 'b', 'c'], near), request);
  expect([details.shots, details.sites]).toEqual([10, 'disjoint']);
  const recalls = details.confusion.map(({ size, said }) => said[size] / episodes);
  const { balancedAccuracy } = shots.at(-1)!.model;
  expect(recalls.reduce((sum, recall) => sum + recall) / 3).toBeCloseTo(balancedAccuracy, 12);
  expect(balancedAccuracy).toBeLessThan(1);
  expect(details.calibration.bins.reduce((sum, bin) => sum + bin.recordings, 0)).toBe(3 * episodes);
  expect(details.byVessel.map(({ vessel }) => vessel)).toEqual([
    ...['big', 'small'].flatMap((size) => Array.from({ length: 7 }, (_, i) => `${size} vessel ${i}`)),
    null,
  ]);
  expect(details.byVessel.reduce((sum, { recordings }) => sum + recordings, 0)).toBe(3 * episodes);
});

test('what is told is of the largest k with sites apart, where there is one', () => {
  // A division of two sites leaves eight recordings of a size at each: too few for ten.
  const { details, shots } = scoreFewShot(fleet(4, 4, ['a', 'b'], apart), request);
  expect(shots.at(-1)).toMatchObject({ shots: 10, sites: 'shared' });
  expect(details).toMatchObject({ shots: 5, sites: 'disjoint' });
});

test('the confidence of an answer is softmax of minus the squared distances to the prototypes', () => {
  const recording = (size: Size, place: number): FewShotRecording => {
    const at = Float64Array.of(place);
    return {
      recordingId: `${size} ${place}`,
      site: 'a',
      size,
      vessel: `${size} ${place}`,
      embedding: at,
      plain: at,
    };
  };
  const episode = [
    { query: recording('big', 1), support: [recording('big', -0.5), recording('big', 0.5)] },
    { query: recording('none', 2), support: [recording('none', 3)] },
  ];
  const [first, second] = answerEpisodes([episode], false);
  expect(first).toMatchObject({ verdict: { size: 'big' }, baseline: null });
  // Squared distances of 1 and 4, and the other way round.
  expect(first.verdict.confidence).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
  expect(second).toMatchObject({ verdict: { size: 'none', confidence: first.verdict.confidence } });
});
