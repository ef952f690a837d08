import { expect, test } from 'vitest';
import { simulateClip } from '../../src/simulator/clip.js';
import { composeScene } from '../../src/simulator/compose-scene.js';
import { type ScenarioInput, scenarioSchema } from '../../src/simulator/scenario.js';
import { bandMeanDb, welchDb } from './welch.js';

const bay = {
  durationSeconds: 60,
  depthM: 30,
  seabed: 'drawn',
  ambient: { spreadDb: 3 },
  hydrophones: [{ name: 'pier', depthM: 10, recorder: 'drawn' }],
  passages: [
    { vesselType: 'tug', name: 'BRUTUS', closestApproachSeconds: 30, closestApproachM: 100 },
    { vesselType: 'other', closestApproachSeconds: 50, closestApproachM: 100 },
  ],
  sounds: [{ kind: 'shrimp' }],
} satisfies ScenarioInput;

/** The drawn parts of the bay, by what decides them. */
function parts(seed: string, seeds: ScenarioInput['seeds'] = {}) {
  const scene = composeScene(scenarioSchema.parse({ ...bay, seed, seeds }));
  const { surfaceRoughnessM: _, ...site } = scene.waveguide;
  return {
    fleet: scene.passages,
    site,
    hydrophone: scene.hydrophones.map(({ recorder }) => recorder.responseDb),
    sea: scene.sea.backgroundDb,
  };
}

const PARTS = ['fleet', 'site', 'hydrophone', 'sea'] as const;

test.each(PARTS)('scenes of one %s seed share that part and nothing else', (shared) => {
  const one = parts('one', { [shared]: 'common' });
  const two = parts('two', { [shared]: 'common' });
  for (const part of PARTS) {
    if (part === shared) expect(two[part]).toEqual(one[part]);
    else expect(two[part]).not.toEqual(one[part]);
  }
});

test('a name means the same ship in every scene of a fleet, wherever it stands in the list', () => {
  const fleetOf = (changes: Partial<ScenarioInput>) =>
    composeScene(scenarioSchema.parse({ ...bay, ...changes, seeds: { fleet: 'tugs' } })).passages;
  const here = fleetOf({ seed: 1 })[0]!;
  const there = fleetOf({ seed: 2, passages: [...bay.passages].reverse() })[1]!;
  expect(there.vessel).toEqual(here.vessel);
  expect(there.identity).toEqual(here.identity);
});

test('training clips can share a ship, or a hydrophone', () => {
  const clip = (seed: number, seeds: { vessel?: number; hydrophone?: number }) =>
    simulateClip({ seed, seeds, size: 'big', seconds: 2 });
  const [one, two] = [clip(1, { vessel: 9 }), clip(2, { vessel: 9 })];
  const ship = ({ vesselType, lengthM, shaftHz, bladeCount }: typeof one.truth) => [
    vesselType,
    lengthM,
    shaftHz,
    bladeCount,
  ];
  expect(ship(two.truth)).toEqual(ship(one.truth));
  expect(two.samples).not.toEqual(one.samples);
  expect(ship(clip(3, {}).truth)).not.toEqual(ship(one.truth));
  // What hydrophone 3 does to a ship, compared with hydrophone 4, it does to every other ship.
  const bandsHz = [125, 250, 500, 1000, 2000, 4000];
  const responses = [1, 2, 5].map((seed) => {
    const [three, four] = [3, 4].map((hydrophone) => {
      const density = welchDb(clip(seed, { hydrophone }).samples, 4096, 16_000);
      return bandsHz.map((hz) => bandMeanDb(density, 16_000 / 4096, hz * 0.9, hz * 1.1));
    });
    return three!.map((level, i) => level - four![i]! - (three![3]! - four![3]!));
  });
  for (const response of responses)
    response.forEach((level, i) => {
      expect(Math.abs(level - responses[0]![i]!)).toBeLessThan(0.5);
    });
  expect(Math.max(...responses[0]!.map(Math.abs))).toBeGreaterThan(1);
});
