import { openBackend } from '../embedding/backend-ladder.js';
import { BACKEND_NAMES, type BackendName } from '../embedding/backends/backend.js';
import { HullprintError } from '../errors.js';
import type { Finding } from './finding.js';

const MEND: Record<BackendName, (reason: string) => string> = {
  native: () => 'Needs @tensorflow/tfjs-node: node scripts/build-tfjs-node.mjs builds it (npm, PyPI, g++)',
  webgpu: (reason) => {
    if (reason.includes('is software'))
      return 'Slower than wasm, so it is passed over. Has the board a GPU? Install its Vulkan driver';
    if (reason.includes('is not installed')) return 'On a board with a GPU: npm install webgpu';
    return 'On a board with a GPU: install its Vulkan driver and libvulkan1';
  },
  wasm: () => 'It comes with hullprint: run npm ci again',
};

/** Which rungs of the ladder work here; a network runs on the first, which the finding says. */
export async function checkBackends(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of BACKEND_NAMES) {
    const subject = `backend ${name}`;
    try {
      const { backend } = await openBackend(name);
      const isFirst = findings.every(({ state }) => state !== 'good');
      const says = `${backend.device} (${backend.kind})${isFirst ? ': networks run here' : ''}`;
      findings.push({ subject, state: 'good', says });
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      const { reason } = error;
      findings.push({
        subject,
        state: name === 'wasm' ? 'bad' : 'note',
        says: reason,
        mend: MEND[name](reason),
      });
    }
  }
  return findings;
}
