import { composeScene } from '../src/simulator/compose-scene.js';
import { loadScenario } from '../src/simulator/load-scenario.js';
import { SceneRenderer } from '../src/simulator/scene-renderer.js';

/** The first seconds of the simulated harbour's first hydrophone. */
export function harbour(sampleRateHz: number, seconds: number): Float32Array {
  const scene = composeScene({ ...loadScenario('harbour'), sampleRateHz });
  return new SceneRenderer(scene).read(seconds * sampleRateHz)[0]!;
}
