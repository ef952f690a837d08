import { setTimeout as sleep } from 'node:timers/promises';
import { composeScene } from '../simulator/compose-scene.js';
import { loadScenario } from '../simulator/load-scenario.js';
import { SceneRenderer } from '../simulator/scene-renderer.js';
import type { CaptureEvent, CaptureSource } from './source.js';

export interface SimulatedSourceOptions {
  /** Name of a scenario that comes with hullprint, or path of a YAML file. */
  scenario: string;
  /**
   * Give each block when its last sample would have been heard, or a number of times faster; otherwise as fast as
   * it is read.
   */
  realtime?: boolean | number | undefined;
  /** UTC time of the first sample; the time of opening unless given. */
  startTimeMs?: number | undefined;
}

const BLOCK_SECONDS = 0.1;

/** Listens to a simulated scene. It loses nothing: when the reader is late, the scene waits and then catches up. */
export class SimulatedSource implements CaptureSource {
  readonly name: string;
  readonly live = false;
  readonly #options: SimulatedSourceOptions;

  constructor(options: SimulatedSourceOptions) {
    this.name = `simulate:${options.scenario}`;
    this.#options = options;
  }

  /** @throws HullprintError with exit code 66 when there is no such scenario, 78 when it does not fit the schema */
  async *listen(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    const { scenario, realtime = false } = this.#options;
    const renderer = new SceneRenderer(composeScene(loadScenario(scenario)));
    const { sampleRateHz, channels } = renderer;
    const startTimeMs = this.#options.startTimeMs ?? Date.now();
    const openedMs = performance.now();
    const speed = realtime === false ? Number.POSITIVE_INFINITY : Number(realtime);
    const blockLength = Math.round(BLOCK_SECONDS * sampleRateHz);
    yield { type: 'opened', sampleRateHz, channels, device: this.name };
    for (let firstSample = 0; firstSample < renderer.length && !signal.aborted; firstSample += blockLength) {
      const inputs = renderer.read(blockLength);
      const heardMs = (1000 * (firstSample + inputs[0]!.length)) / sampleRateHz;
      // Due times count from the opening, so that late timers do not add up.
      const waitMs = openedMs + heardMs / speed - performance.now();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const timeMs = startTimeMs + (1000 * firstSample) / sampleRateHz;
      yield { type: 'block', firstSample, timeMs, inputs };
    }
  }
}
