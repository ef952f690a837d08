import { ExitCode, HullprintError } from '../errors.js';
import { BACKEND_NAMES, type Backend, type BackendName, type SkippedBackend } from './backends/backend.js';
import { openNative } from './backends/native.js';
import { openWasm } from './backends/wasm.js';
import { openWebGpu } from './backends/webgpu.js';

/** `compute.backend` of the configuration. */
export type BackendChoice = 'auto' | BackendName;

export interface LadderOptions {
  /** Take a software Vulkan device for a GPU: for tests alone, it is slower than wasm. */
  acceptSoftwareGpu?: boolean;
  /** Pass over what computes on the CPU: `compute.device: gpu` of the configuration. */
  gpuOnly?: boolean;
}

export interface Rung<Proof> {
  backend: Backend;
  /** What the trial gave. */
  proof: Proof;
  /** Better rungs that were not taken, and why. */
  skipped: SkippedBackend[];
}

/**
 * Gives the backend to compute on: for `auto` the first of native, webgpu and wasm that opens and stands the
 * `trial`; for any other choice that one. Throws HullprintError (69) when none does: an explicit choice
 * never falls to another. A HullprintError of the trial speaks of the model, not of the rung, and ends the
 * search.
 */
export async function climbLadder<Proof>(
  choice: BackendChoice,
  trial: (backend: Backend) => Promise<Proof>,
  { acceptSoftwareGpu = false, gpuOnly = false }: LadderOptions = {},
): Promise<Rung<Proof>> {
  const skipped: SkippedBackend[] = [];
  for (const name of choice === 'auto' ? BACKEND_NAMES : [choice]) {
    try {
      const backend = await open(name, acceptSoftwareGpu);
      if (gpuOnly && backend.kind !== 'gpu') throw new Error(`it computes on the CPU (${backend.device})`);
      return { backend, proof: await trial(backend), skipped };
    } catch (error) {
      if (error instanceof HullprintError) throw error;
      skipped.push({ backend: name, reason: (error as Error).message });
    }
  }
  throw unavailable(choice, skipped, gpuOnly);
}

/** Opens a backend without a model to try it on. Throws HullprintError (69) like `climbLadder`. */
export async function openBackend(choice: BackendChoice, options?: LadderOptions): Promise<Rung<void>> {
  return climbLadder(choice, async () => {}, options);
}

function open(name: BackendName, acceptSoftwareGpu: boolean): Promise<Backend> {
  const opening = { native: openNative, webgpu: () => openWebGpu(acceptSoftwareGpu), wasm: openWasm };
  return opening[name]();
}

function unavailable(
  choice: BackendChoice,
  skipped: readonly SkippedBackend[],
  gpuOnly: boolean,
): HullprintError {
  return new HullprintError({
    operation: `compute on ${gpuOnly ? 'a GPU by ' : ''}backend`,
    subject: choice,
    reason: skipped
      .map(({ backend, reason }) => (choice === 'auto' ? `${backend}: ${reason}` : reason))
      .join('; '),
    hint: hintFor(choice, gpuOnly),
    exitCode: ExitCode.unavailable,
  });
}

function hintFor(choice: BackendChoice, gpuOnly: boolean): string {
  if (gpuOnly) return 'hullprint doctor tells what a GPU needs; without compute.device: gpu a CPU will do.';
  if (choice === 'auto') return 'hullprint doctor tells what each backend needs.';
  return 'Mend that, or set compute.backend: auto to take the best backend that works.';
}
