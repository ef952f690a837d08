import { openBackend } from '../embedding/backend-ladder.js';
import { BACKEND_NAMES, type BackendName } from '../embedding/backends/backend.js';
import { HullprintError } from '../errors.js';
import type { Finding } from './finding.js';

const MEND: Record<BackendName, string> = {
  native: 'Needs @tensorflow/tfjs-node: node scripts/build-tfjs-node.mjs builds it (npm, PyPI, g++)',
  webgpu: 'Needs a Vulkan driver, libvulkan1 and the npm package webgpu: npm install webgpu',
  wasm: 'It comes with hullprint: run npm ci again',
};

/** Which rungs of the ladder work here; a network runs on the first. */
export async function checkBackends(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of BACKEND_NAMES) {
    const subject = `backend ${name}`;
    try {
      const { backend } = await openBackend(name);
      findings.push({ subject, state: 'good', says: `${backend.device} (${backend.kind})` });
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      const state = name === 'wasm' ? 'bad' : 'note';
      findings.push({ subject, state, says: error.reason, mend: MEND[name] });
    }
  }
  return findings;
}
