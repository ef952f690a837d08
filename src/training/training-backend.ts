import { openBackend } from '../embedding/backend-ladder.js';
import type { SkippedBackend } from '../embedding/backends/backend.js';
import { useEngine } from '../embedding/backends/engine.js';
import { HullprintError } from '../errors.js';

export interface TrainingBackend {
  name: 'native' | 'webgpu' | 'javascript';
  device: string;
  /** Better backends that were not taken, and why. */
  skipped: SkippedBackend[];
}

/**
 * Makes tfjs compute on the best backend that can train: native, then webgpu, then plain JavaScript, which is
 * some hundred times slower than native. wasm is not among them: it has no gradient of max pooling.
 */
export async function openTrainingBackend(): Promise<TrainingBackend> {
  const skipped: SkippedBackend[] = [];
  for (const name of ['native', 'webgpu'] as const) {
    try {
      const { backend } = await openBackend(name);
      return { name, device: backend.device, skipped };
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      skipped.push({ backend: name, reason: error.reason });
    }
  }
  await import('@tensorflow/tfjs-backend-cpu'); // registers itself
  await useEngine('cpu');
  return { name: 'javascript', device: `Node ${process.versions.node}`, skipped };
}
