import type { BackendChoice, LadderOptions } from '../embedding/backend-ladder.js';
import { HullprintError } from '../errors.js';
import { loadModel } from '../model.js';
import type { Finding } from './finding.js';

/** Loads the model as the daemon would: hashes, self-test, backend. */
export async function checkModel(
  model: string,
  backend: BackendChoice,
  ladder: LadderOptions,
): Promise<Finding> {
  try {
    const { manifest, identity, encoder } = await loadModel(model, backend, ladder);
    const { name, device } = encoder.backend;
    return {
      subject: `model ${manifest.name}`,
      state: 'good',
      says: `self-test passed on ${name} (${device}), ${identity.slice(0, 19)}…`,
    };
  } catch (error) {
    if (!(error instanceof HullprintError)) throw error;
    return { subject: `model ${model}`, state: 'bad', says: error.reason, mend: error.hint };
  }
}
