import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from './backend.js';
import { useEngine } from './engine.js';
import { builtTfjsNode } from './native-folder.js';
import { importOptional } from './optional-package.js';
import { processorName } from './processor-name.js';

const PACKAGE = '@tensorflow/tfjs-node';

/** Opens TensorFlow's own library through `@tensorflow/tfjs-node`. Throws an Error that says why it cannot. */
export async function openNative(): Promise<Backend> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // else TensorFlow tells about CPU instructions on every start
  replaceRemovedTypeChecks();
  await withoutPlatform(async () => {
    const built = builtTfjsNode();
    if (built) createRequire(import.meta.url)(built);
    else await importOptional(PACKAGE);
  });
  // It has registered itself: tfjs keeps its backends in one place for the process, however many copies are loaded.
  await useEngine('tensorflow');
  const onGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
  return { name: 'native', engine: 'tensorflow', kind: onGpu ? 'gpu' : 'cpu', device: deviceName(onGpu) };
}

/** The package brings a core of its own, which sets the platform again and would warn on stderr that there is one. */
async function withoutPlatform(load: () => Promise<void>): Promise<void> {
  const environment: { platform?: tf.Platform } = tf.env();
  const { platform } = environment;
  delete environment.platform;
  try {
    await load();
  } finally {
    environment.platform ??= platform!;
  }
}

/** tfjs-node 4.22 calls functions of `util` that Node 22 warns of and Node 23 took out: its first operation would throw. */
function replaceRemovedTypeChecks(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

function deviceName(onGpu: boolean): string {
  if (!onGpu) return processorName();
  const board = '/proc/device-tree/model'; // a Jetson's GPU is part of the board and named by it
  return existsSync(board) ? readFileSync(board, 'utf8').replace(/\0/g, '') : 'CUDA device 0';
}
