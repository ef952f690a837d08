import { expect, test } from 'vitest';
import { FeatureExtractor } from '../../src/features/extractor.js';
import type { FeatureWindow } from '../../src/features/frames.js';
import { loadModel } from '../../src/model.js';
import type { Judge } from '../../src/prototypes/assessment.js';
import { EnrolledClasses, judgeWithClasses } from '../../src/prototypes/enrolled-classes.js';
import { composeScene } from '../../src/simulator/compose-scene.js';
import { loadScenario } from '../../src/simulator/load-scenario.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';

const RATE_HZ = 16_000;
const SUPPORT_SECONDS = 30;
const model = await loadModel('band-statistics');

function rendered(scenario: string, seconds: number, change: object): Float32Array {
  const scene = composeScene({ ...loadScenario(scenario), sampleRateHz: RATE_HZ, ...change });
  return new SceneRenderer(scene).read(seconds * RATE_HZ)[0]!;
}

async function embedded(samples: Float32Array): Promise<Float32Array[]> {
  const stages = { calibration: null, compression: model.compression, sampleRateHz: RATE_HZ };
  const extractor = new FeatureExtractor(stages);
  const windows: FeatureWindow[] = [];
  const take: Parameters<typeof extractor.end>[0] = (feature) => {
    if (feature.type === 'window') windows.push(feature.window);
  };
  extractor.push(samples, take);
  extractor.end(take);
  return model.encoder.embed(windows);
}

const shipShare = (judge: Judge, windows: readonly Float32Array[]) =>
  windows.filter((window) => judge.assess(window).probability.none < 0.5).length / windows.length;

test('a pump that cries wolf is enrolled as none from three recordings, and its false alarms stop', async () => {
  const ships = await embedded(rendered('harbour', 400, {}));
  for (const seed of ['pump 1', 'pump 2', 'pump 3']) {
    const sounds = [{ kind: 'pump', fromSeconds: 0, extraDb: 10 }];
    const sea = rendered('quiet', 330, { seed, durationSeconds: 330, sounds });
    const part = (from: number, to: number) => embedded(sea.slice(from * RATE_HZ, to * RATE_HZ));
    const recordings = await Promise.all(
      [0, 1, 2].map((i) => part(SUPPORT_SECONDS * i, SUPPORT_SECONDS * (i + 1))),
    );
    const classes = new EnrolledClasses([{ name: 'pump', size: 'none', recordings }], model.space);
    const taught = judgeWithClasses(model.judge, classes);
    const later = await part(120, 330);
    const [before, after] = [shipShare(model.judge, later), shipShare(taught, later)];
    console.log(
      `${seed}: a ship in ${before.toFixed(2)} of the windows before, in ${after.toFixed(2)} after`,
    );
    expect(before).toBeGreaterThan(0.9);
    expect(after).toBeLessThan(0.05);
    // What it does not know it leaves alone.
    const changed = ships.filter(
      (window) => model.judge.assess(window).probability.none !== taught.assess(window).probability.none,
    );
    expect(changed.length).toBe(0);
  }
});
