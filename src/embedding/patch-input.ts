import { ExitCode, HullprintError } from '../errors.js';
import type { Patch } from '../features/frames.js';

/**
 * Gives a patch the `frames` that a network takes, row-major `[frames, bands]`. The last window of a
 * recording may be shorter: it is repeated from its start until it fills the patch, so that the network sees
 * no silence that was not there. Throws HullprintError (78) when the patch comes from another front end.
 */
export function fitPatch(patch: Patch, frames: number, bands: number): Float32Array {
  if (patch.bands !== bands || patch.frames > frames || patch.frames === 0) {
    throw new HullprintError({
      operation: 'embed a patch of',
      subject: `${patch.frames} frames × ${patch.bands} bands`,
      reason: `the model takes ${frames} × ${bands}`,
      hint: 'Compute features with the front end that the model’s manifest names.',
      exitCode: ExitCode.configuration,
    });
  }
  if (patch.frames === frames) return patch.values;
  const fitted = new Float32Array(frames * bands);
  for (let start = 0; start < fitted.length; start += patch.values.length) {
    fitted.set(patch.values.subarray(0, Math.min(patch.values.length, fitted.length - start)), start);
  }
  return fitted;
}
