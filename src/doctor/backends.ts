import { existsSync } from 'node:fs';
import { openBackend } from '../embedding/backend-ladder.js';
import { BACKEND_NAMES, type BackendName } from '../embedding/backends/backend.js';
import { HullprintError } from '../errors.js';
import type { Finding } from './finding.js';

const MEND: Record<BackendName, (reason: string) => string> = {
  native: () =>
    'Needs @tensorflow/tfjs-node: hullprint native install builds it (g++, python3-pip); on a Jetson with --wheel and NVIDIA’s TensorFlow',
  webgpu: (reason) => {
    if (reason.includes('is software'))
      return 'Slower than wasm, so it is passed over. Has the board a GPU? Install its Vulkan driver';
    if (reason.includes('is not installed')) return 'On a board with a GPU: npm install webgpu';
    return 'On a board with a GPU: install its Vulkan driver and libvulkan1';
  },
  wasm: () => 'It comes with hullprint: run npm ci again',
};

const UNUSED_GPU =
  'The NVIDIA GPU here is not used: hullprint native install --wheel with a TensorFlow built for its CUDA';

/** By the device files of NVIDIA's drivers, of PCs and of Jetsons. */
function hasNvidiaGpu(): boolean {
  return ['/dev/nvidiactl', '/dev/nvhost-gpu', '/dev/nvgpu'].some((path) => existsSync(path));
}

/** Which rungs of the ladder work here; a network runs on the first, which the finding says. */
export async function checkBackends(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of BACKEND_NAMES) {
    const subject = `backend ${name}`;
    try {
      const { backend } = await openBackend(name);
      const isFirst = findings.every(({ state }) => state !== 'good');
      const says = `${backend.device} (${backend.kind})${isFirst ? ': networks run here' : ''}`;
      const mend = name === 'native' && backend.kind === 'cpu' && hasNvidiaGpu() ? { mend: UNUSED_GPU } : {};
      findings.push({ subject, state: 'good', says, ...mend });
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
