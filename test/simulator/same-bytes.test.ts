import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { simulateClip } from '../../src/simulator/clip.js';
import { composeScene } from '../../src/simulator/compose-scene.js';
import { scenarioSchema } from '../../src/simulator/scenario.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';
import { SEA_SOUNDS, type SeaSoundKind } from '../../src/simulator/sea.js';

function fingerprint(samples: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const channel of samples) hash.update(new Uint8Array(channel.buffer));
  return hash.digest('hex').slice(0, 16);
}

// The hashes are the same on Node 20, 22 and 24: the test command runs these tests on each.
test('a scene with every sound of the sea has the same bytes on every machine', () => {
  const scene = composeScene(
    scenarioSchema.parse({
      seed: 'everything',
      durationSeconds: 3,
      sampleRateHz: 16_000,
      hydrophones: [
        { name: 'a', depthM: 10, humHz: 50, dcOffset: 0.01 },
        { name: 'b', depthM: 20, positionM: [50, 0] },
      ],
      passages: [
        { vesselType: 'tug', closestApproachSeconds: 1, closestApproachM: 80, knocks: true },
        { vesselType: 'tanker', closestApproachSeconds: 1.5, closestApproachM: 300 },
      ],
      sounds: (Object.keys(SEA_SOUNDS) as SeaSoundKind[]).map((kind) => ({ kind })),
    }),
  );
  const renderer = new SceneRenderer(scene);
  expect(fingerprint(renderer.read(renderer.length))).toMatchInlineSnapshot(`"25117d16d859f7e3"`);
});

test('training clips have the same bytes on every machine', () => {
  const clips = (['big', 'small', 'none'] as const).flatMap((size) =>
    [1, 2, 3].map((seed) => simulateClip({ seed, size, seconds: 1 }).samples),
  );
  expect(fingerprint(clips)).toMatchInlineSnapshot(`"514d10bd87a7761f"`);
});
