import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEncoder } from '../../src/embedding/load-encoder.js';
import type { ManifestDraft } from '../../src/embedding/manifest.js';
import { writeModelFolder } from '../../src/embedding/write-model-folder.js';
import { ExitCode } from '../../src/errors.js';
import { tinyManifest, tinyNetworkFiles } from './fixtures/tiny-network.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-networks-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let files: Record<string, Uint8Array | string>;
let count = 0;
beforeAll(async () => {
  files = await tinyNetworkFiles();
});

/** Loads a network model that was damaged before it was hashed, as a broken training would leave it. */
async function load(
  change: Record<string, Uint8Array | string | undefined>,
  manifest: Partial<ManifestDraft> = {},
) {
  const kept = Object.entries({ ...files, ...change }).filter(([, content]) => content !== undefined);
  const path = join(scratch, `model-${++count}`);
  const model = await writeModelFolder(
    path,
    { ...tinyManifest, ...manifest },
    Object.fromEntries(kept) as typeof files,
  );
  return loadEncoder(model, { backend: 'wasm', statisticNames: [] });
}

const withTopology = (edit: (topology: string) => string) => ({
  'model.json': edit(files['model.json'] as string),
});

describe('a network model that cannot be used says why', () => {
  test('weights that were cut short: exit code 65', async () => {
    const weights = files['weights.bin'] as Uint8Array;
    const loading = load({ 'weights.bin': weights.slice(0, weights.length - 4) });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.data });
  });

  test('no weights: exit code 65, naming the file', async () => {
    const loading = load({ 'weights.bin': undefined });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.data });
    await expect(loading).rejects.toThrow('weights.bin');
  });

  test('a layer that nobody knows: exit code 65', async () => {
    const loading = load(withTopology((text) => text.replaceAll('"Conv2D"', '"Conv9D"')));
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.data });
    await expect(loading).rejects.toThrow('Conv9D');
  });

  test('a network that takes another patch than the manifest says: exit code 65, naming both shapes', async () => {
    const loading = load(withTopology((text) => text.replace('[null,50,96,1]', '[null,52,96,1]')));
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.data });
    await expect(loading).rejects.toThrow('[52,96,1] to [8], its manifest says [50,96,1] to [8]');
  });

  test('a manifest whose input is not the patch of its front end: exit code 65', async () => {
    const loading = load({}, { inputShape: [50, 64, 1] });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.data });
    await expect(loading).rejects.toThrow('inputShape');
  });

  test('embeddings that are not those of the reference: the backend is refused with exit code 69', async () => {
    const weights = Uint8Array.from(files['weights.bin'] as Uint8Array);
    const last = new Float32Array(weights.buffer).subarray(-8); // biases of the last layer
    last[0]! += 0.01;
    const loading = load({ 'weights.bin': weights });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.unavailable, subject: 'wasm' });
    await expect(loading).rejects.toThrow(/reference vector 1 is off by/);
  });

  test('a network that wasm computes wrongly (depthwise 1 × 5, stride 2, same padding) is refused there, not trusted', async () => {
    await expect(load(await tinyNetworkFiles([1, 5]))).rejects.toThrow(/reference vector 1 is off by/);
  });

  test('weights that are not numbers: exit code 69, not an embedding of NaN', async () => {
    const weights = new Float32Array((files['weights.bin'] as Uint8Array).length / 4).fill(Number.NaN);
    const loading = load({ 'weights.bin': new Uint8Array(weights.buffer) });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.unavailable });
  });

  test('a model that was refused leaves no tensors behind', async () => {
    const weights = new Uint8Array((files['weights.bin'] as Uint8Array).length);
    await load({ 'weights.bin': weights }).catch(() => {});
    const before = tf.memory().numTensors;
    await load({ 'weights.bin': weights }).catch(() => {});
    expect(tf.memory().numTensors).toBe(before);
  });
});
