import { expect, test } from 'vitest';
import { Random } from '../../../src/simulator/random.js';
import { drawEpisode } from '../../../src/training/few-shot/episode.js';
import { nearestSupport } from '../../../src/training/few-shot/one-shot.js';
import { type PatchSet, splitDomains } from '../../../src/training/few-shot/patch-set.js';

/** Domains of 3, 4, … classes of 4 examples; each patch is one number that tells domain, class and example. */
function numbered(domains: number): PatchSet<number> {
  return {
    height: 1,
    width: 1,
    domains: Array.from({ length: domains }, (_, d) => ({
      name: String(d),
      classes: Array.from({ length: 3 + d }, (_, c) => ({
        name: String(c),
        examples: [0, 1, 2, 3].map((e) => 1000 * d + 10 * c + e),
      })),
    })),
    write: (example, patch, augmentation) => {
      patch[0] = example + (augmentation ? augmentation.uniform(0.1, 0.9) : 0);
    },
  };
}

test('an episode holds different examples of different classes of one domain', () => {
  for (let seed = 0; seed < 50; seed++) {
    const { ways, examples, patches } = drawEpisode(
      numbered(3),
      { ways: 3, examples: 4 },
      new Random(seed),
      false,
    );
    expect([ways, examples]).toEqual([3, 4]);
    expect(new Set(patches).size).toBe(12);
    expect(new Set(patches.map((patch) => Math.floor(patch / 1000))).size).toBe(1);
    for (let way = 0; way < 3; way++) {
      expect(new Set(patches.slice(4 * way, 4 * way + 4).map((patch) => Math.floor(patch / 10))).size).toBe(
        1,
      );
    }
  }
});

test('a domain with fewer classes than ways gives all it has; too few examples come again', () => {
  const { ways, patches } = drawEpisode(numbered(1), { ways: 20, examples: 6 }, new Random(1), false);
  expect(ways).toBe(3);
  expect(new Set(patches).size).toBe(12);
});

test('the places where a class was heard give as many examples, though one has most of them', () => {
  const examples = Array.from({ length: 40 }, (_, i) => i);
  // Thirty-six at place 0, two at each of the others.
  const placeOf = (example: number) => String(example < 36 ? 0 : Math.floor((example - 34) / 2));
  const set = {
    ...numbered(0),
    domains: [{ name: 'sea', classes: [{ name: 'vessel', examples }] }],
    placeOf,
  };
  const counts: Record<string, number> = {};
  for (let seed = 0; seed < 30; seed++) {
    const { patches } = drawEpisode(set, { ways: 1, examples: 3 }, new Random(seed), false);
    for (const patch of patches) counts[placeOf(patch)] = (counts[placeOf(patch)] ?? 0) + 1;
  }
  expect(counts).toEqual({ 0: 30, 1: 30, 2: 30 });
  const four = drawEpisode(set, { ways: 1, examples: 8 }, new Random(1), false).patches;
  expect(new Set(four).size).toBe(8);
});

test('the same seed gives the same episode, another one another, and augmentation changes every example', () => {
  const draw = (seed: number) =>
    drawEpisode(numbered(5), { ways: 3, examples: 2 }, new Random(seed), true).patches;
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  for (const patch of draw(1)) expect(patch % 1).toBeGreaterThan(0.05);
});

test('domains that are held out are not learnt from', () => {
  const { training, validation } = splitDomains(numbered(3), ({ name }) => name === '1');
  expect(training.domains.map(({ name }) => name)).toEqual(['0', '2']);
  expect(validation.domains.map(({ name }) => name)).toEqual(['1']);
});

test('a query is answered with the support at the least distance', () => {
  const supports = Float32Array.of(0, 0, 5, 5, -5, 5);
  expect(nearestSupport(Float32Array.of(4, 4, -1, 1, -4, 3), supports, 2)).toEqual([1, 0, 2]);
});

/** With three pretexts, each of which raises a patch by another number. */
const raised: PatchSet<number> = {
  ...numbered(1),
  pretexts: [0, 1, 2].map((by) => ({
    name: `by ${by}`,
    apply: (patch) => {
      patch[0]! += 5000 * by;
    },
  })),
};

test('with one pretext drawn, examples are what they would be but for it, and every pretext is drawn', () => {
  const shape = { ways: 3, examples: 4, pretexts: 'one' as const };
  const { views, patches } = drawEpisode(raised, shape, new Random(1), true);
  const plain = drawEpisode(raised, { ...shape, pretexts: undefined }, new Random(1), true).patches;
  expect([views, patches.length]).toEqual([1, 12]);
  const by = [...patches].map((value, i) => (value - plain[i]!) / 5000);
  for (const one of by) expect(one).toBeCloseTo(Math.round(one), 5);
  expect(new Set(by.map(Math.round))).toEqual(new Set([0, 1, 2]));
});

test('with every pretext, every example is there under each of them, changed alike before', () => {
  const set = raised;
  const shape = { ways: 2, examples: 3, pretexts: 'every' as const };
  const { views, patches } = drawEpisode(set, shape, new Random(1), true);
  expect([views, patches.length]).toEqual([3, 2 * 3 * 3]);
  for (let at = 0; at < patches.length; at += 3) {
    expect(patches[at]! % 1).toBeGreaterThan(0);
    expect(patches[at + 1]! - patches[at]!).toBeCloseTo(5000, 1);
    expect(patches[at + 2]! - patches[at]!).toBeCloseTo(10_000, 1);
  }
  expect(drawEpisode(set, { ...shape, pretexts: undefined }, new Random(1), true).views).toBe(1);
});
