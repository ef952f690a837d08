import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import util from 'node:util';
import type { Backend } from './backend.js';
import { useEngine } from './engine.js';
import { importOptional } from './optional-package.js';

interface TfjsNode {
  backend(): { isUsingGpuDevice: boolean };
}

/** Opens TensorFlow's own library through `@tensorflow/tfjs-node`. Throws an Error that says why it cannot. */
export async function openNative(): Promise<Backend> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // else TensorFlow tells about CPU instructions on every start
  restoreRemovedTypeChecks();
  const tfjsNode = await importOptional<{ default: TfjsNode }>('@tensorflow/tfjs-node');
  await useEngine('tensorflow');
  const onGpu = tfjsNode.default.backend().isUsingGpuDevice;
  return { name: 'native', engine: 'tensorflow', kind: onGpu ? 'gpu' : 'cpu', device: deviceName(onGpu) };
}

/** tfjs-node 4.22 calls functions that Node 23 took out of `util`; without them its first operation throws. */
function restoreRemovedTypeChecks(): void {
  const legacy = util as { isNullOrUndefined?: unknown; isArray?: unknown };
  legacy.isNullOrUndefined ??= (value: unknown) => value == null;
  legacy.isArray ??= Array.isArray;
}

function deviceName(onGpu: boolean): string {
  if (!onGpu) return cpus()[0]?.model ?? process.arch;
  const board = '/proc/device-tree/model'; // a Jetson's GPU is part of the board and named by it
  return existsSync(board) ? readFileSync(board, 'utf8').replace(/\0/g, '') : 'CUDA device 0';
}
