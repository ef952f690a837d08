import { expect, test } from 'vitest';
import { composeScene } from '../../src/simulator/compose-scene.js';
import { Random } from '../../src/simulator/random.js';
import { drawRecorder } from '../../src/simulator/recorder.js';
import { type ScenarioInput, scenarioSchema } from '../../src/simulator/scenario.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';
import { spectrum } from '../../src/simulator/spectrum.js';

const bay = {
  durationSeconds: 20,
  sampleRateHz: 8000,
  passages: [{ vesselType: 'tug', closestApproachSeconds: 10, closestApproachM: 60 }],
} satisfies Partial<ScenarioInput>;

function recorderOf(hydrophone: Partial<ScenarioInput['hydrophones'][number]>, seed: number) {
  const hydrophones = [{ name: 'pier', depthM: 10, ...hydrophone }];
  return composeScene(scenarioSchema.parse({ ...bay, hydrophones, seeds: { hydrophone: seed } }));
}

test('one recorder in twenty loses buffers', () => {
  const sea = spectrum(() => 60);
  const drawn = Array.from({ length: 2000 }, (_, seed) =>
    drawRecorder(new Random(seed), sea, sea, { tiltDbPerDecade: 3, rippleDb: 2 }),
  );
  const losing = drawn.flatMap(({ dropouts }) => dropouts ?? []);
  expect(losing.length / drawn.length).toBeGreaterThan(0.035);
  expect(losing.length / drawn.length).toBeLessThan(0.065);
  for (const { perHour, meanSeconds } of losing) {
    expect(perHour).toBeGreaterThanOrEqual(2);
    expect(meanSeconds).toBeLessThanOrEqual(0.1);
  }
});

test('a drawn recorder of a scene has a gain of its own that suits what passes, unless one is given', () => {
  const scenes = Array.from({ length: 40 }, (_, seed) => recorderOf({ recorder: 'drawn' }, seed));
  const gains = scenes.map((scene) => scene.hydrophones[0]!.recorder.fullScaleDb);
  expect(new Set(gains).size).toBe(40);
  for (const scene of scenes.slice(0, 10)) {
    const renderer = new SceneRenderer(scene);
    const samples = renderer.read(renderer.length)[0]!;
    const rms = Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
    // Within what a converter of 16 bit hears, and rarely overdriven.
    expect(rms).toBeGreaterThan(1e-4);
    expect(rms).toBeLessThan(0.6);
  }
  expect(recorderOf({ recorder: 'drawn', fullScaleDb: 150 }, 1).hydrophones[0]!.recorder.fullScaleDb).toBe(
    150,
  );
  expect(recorderOf({}, 1).hydrophones[0]!.recorder.fullScaleDb).toBe(165);
});

test('a drawn gain knows of the ships and of the sounds of the sea', () => {
  const gainOf = (changes: Partial<ScenarioInput>) => {
    const hydrophones = [{ name: 'pier', depthM: 10, recorder: 'drawn' as const }];
    const seeds = { hydrophone: 1, sea: 1 };
    const scene = composeScene(scenarioSchema.parse({ durationSeconds: 20, hydrophones, seeds, ...changes }));
    return scene.hydrophones[0]!.recorder.fullScaleDb;
  };
  const quiet = gainOf({});
  expect(gainOf({ sounds: [{ kind: 'rain', extraDb: 20 }] })).toBeGreaterThan(quiet + 5);
  expect(gainOf({ passages: bay.passages })).toBeGreaterThan(quiet + 5);
});
