import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openBackend } from '../../src/embedding/backend-ladder.js';
import { BACKEND_NAMES } from '../../src/embedding/backends/backend.js';
import { type LoadedEncoder, loadEncoder } from '../../src/embedding/load-encoder.js';
import type { ModelFolder } from '../../src/embedding/model-folder.js';
import { readReference } from '../../src/embedding/reference-vectors.js';
import { ExitCode } from '../../src/errors.js';
import { writeConvNetwork } from './fixtures/conv-network.js';
import { BANDS, EMBEDDING_LENGTH, FRAMES, patchOf, writeTinyNetwork } from './fixtures/tiny-network.js';
import { windowOf } from './fixtures/window.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-backends-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let model: ModelFolder;
beforeAll(async () => {
  model = await writeTinyNetwork(join(scratch, 'tiny-network'));
});

const handlersBefore = process.listeners('unhandledRejection');

describe('on wasm', () => {
  let encoder: LoadedEncoder;
  beforeAll(async () => {
    encoder = await loadEncoder(model, { backend: 'wasm', statisticNames: [] });
  });
  afterAll(() => encoder?.dispose());

  test('the encoder says what it runs on', () => {
    expect(encoder.backend.name).toBe('wasm');
    expect(encoder.backend.device).not.toBe('');
    expect(encoder.skipped).toEqual([]);
    expect(encoder.model).toBe(model.identity);
  });

  test('embeddings are those of the reference', async () => {
    const { inputs, embeddings } = readReference(model);
    const found = await encoder.embed(inputs.map(windowOf));
    for (const [index, embedding] of embeddings.entries()) {
      expect(found[index]).toHaveLength(EMBEDDING_LENGTH);
      for (const [at, value] of embedding.entries()) expect(found[index]![at]).toBeCloseTo(value, 3);
    }
  });

  test('channels that ask together get what each would have got alone', async () => {
    const alone = [];
    for (const seed of [4, 5, 6]) alone.push((await encoder.embed([windowOf(patchOf(seed))]))[0]!);
    const [first, second] = await Promise.all([
      encoder.embed([windowOf(patchOf(4)), windowOf(patchOf(5))]),
      encoder.embed([windowOf(patchOf(6))]),
    ]);
    for (const [index, embedding] of [...first, ...second].entries()) {
      for (const [at, value] of alone[index]!.entries()) expect(embedding[at]).toBeCloseTo(value, 4);
    }
  });

  test('an embedding has the same bits, whatever else is in its batch', async () => {
    const conv = await writeConvNetwork(join(scratch, 'conv-network'));
    const network = await loadEncoder(conv, { backend: 'wasm', statisticNames: [] });
    const windows = Array.from({ length: 32 }, (_, seed) => windowOf(patchOf(seed)));
    const alone = [];
    for (const window of windows) alone.push(...(await network.embed([window])));
    for (const size of [2, 3, 7, 32]) {
      const together = [];
      for (let first = 0; first < windows.length; first += size)
        together.push(...(await network.embed(windows.slice(first, first + size))));
      expect(together).toEqual(alone);
    }
    network.dispose();
  });

  test('the number of tensors stays flat', async () => {
    await encoder.embed([windowOf(patchOf(1))]);
    const before = tf.memory().numTensors;
    for (let round = 0; round < 20; round++) await encoder.embed([windowOf(patchOf(round))]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('the program’s handlers of stray rejections stay as they were', () => {
    expect(process.listeners('unhandledRejection')).toEqual(handlersBefore);
  });
});

describe('the ladder', () => {
  test('takes wasm where nothing better works, and says why nothing better did', async () => {
    const { backend, skipped } = await openBackend('auto');
    const better = BACKEND_NAMES.slice(0, BACKEND_NAMES.indexOf(backend.name));
    expect(skipped.map(({ backend }) => backend)).toEqual(better);
    for (const { reason } of skipped) expect(reason).not.toBe('');
  });

  test('never falls from a backend that was asked for by name', async () => {
    vi.stubEnv('XDG_CACHE_HOME', scratch); // nothing is built there
    const asked = loadEncoder(model, { backend: 'native', statisticNames: [] });
    await expect(asked).rejects.toMatchObject({ exitCode: ExitCode.unavailable, subject: 'native' });
    vi.unstubAllEnvs();
  });

  test('a recording shorter than a window is embedded, its patch repeated', async () => {
    const encoder = await loadEncoder(model, { backend: 'wasm', statisticNames: [] });
    const short = patchOf(7, 20);
    const tiled = Float32Array.from({ length: FRAMES * BANDS }, (_, index) => short[index % short.length]!);
    expect(await encoder.embed([windowOf(short)])).toEqual(await encoder.embed([windowOf(tiled)]));
    encoder.dispose();
  });

  test('a patch of another front end is refused', async () => {
    const encoder = await loadEncoder(model, { backend: 'wasm', statisticNames: [] });
    await expect(encoder.embed([windowOf(patchOf(1, FRAMES + 1))])).rejects.toMatchObject({
      exitCode: ExitCode.configuration,
    });
    encoder.dispose();
  });
});
