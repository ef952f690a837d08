import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from './backend.js';
import { useEngine } from './engine.js';
import { processorName } from './processor-name.js';

const EMSCRIPTEN_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/** Opens tfjs's WebAssembly backend (SIMD, one thread), which every machine has. Throws an Error when it does not start. */
export async function openWasm(): Promise<Backend> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(entry)}/`);
  await withoutNewListeners(() => useEngine('wasm'));
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const device = `${processorName()} (WebAssembly${simd ? ' SIMD' : ', no SIMD: slow'})`;
  return { name: 'wasm', engine: 'wasm', kind: 'cpu', device };
}

/** Emscripten puts process-wide handlers in place that rethrow every rejection; the program keeps its own only. */
async function withoutNewListeners(start: () => Promise<void>): Promise<void> {
  const before = new Map(EMSCRIPTEN_EVENTS.map((event) => [event, process.rawListeners(event)]));
  try {
    await start();
  } finally {
    for (const [event, known] of before) {
      for (const listener of process.rawListeners(event)) {
        if (!known.includes(listener)) process.removeListener(event, listener as () => void);
      }
    }
  }
}
