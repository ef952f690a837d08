import { describe, expect, test } from 'vitest';
import { readModelFolder } from '../../src/embedding/model-folder.js';
import { readReference } from '../../src/embedding/reference-vectors.js';
import { resolveModel, shippedModels } from '../../src/embedding/resolve-model.js';
import type { FeatureWindow } from '../../src/features/frames.js';
import { STATISTIC_NAMES } from '../../src/features/statistics.js';
import { loadModel } from '../../src/model.js';

const folders = await Promise.all(shippedModels().map((name) => readModelFolder(resolveModel(name))));
const networks = folders.filter(({ manifest }) => manifest.kind !== 'statistics');

test('a network is among the shipped models', () => {
  expect(networks.map(({ manifest }) => manifest.name)).toContain('siamese');
});

describe.each(networks.map((folder) => [folder.manifest.name, folder] as const))('%s', (name, folder) => {
  const { frames, bands } = folder.manifest.frontEnd;

  /** The patches of the reference with statistics that are nothing in particular. */
  function windows(): FeatureWindow[] {
    const { inputs } = readReference(folder, folder.manifest.embeddingLength - STATISTIC_NAMES.length - 1);
    return inputs.map((values) => ({
      startSeconds: 0,
      endSeconds: 5,
      patch: { values, frames, bands },
      statistics: new Float32Array(STATISTIC_NAMES.length),
      bandwidthHz: 8000,
    }));
  }

  test('passes its self-test on wasm and judges', async () => {
    const { encoder, judge, manifest, prior } = await loadModel(name, 'wasm');
    expect(encoder.backend.name).toBe('wasm');
    expect(prior).not.toBeNull();
    for (const embedding of await encoder.embed(windows())) {
      expect(embedding).toHaveLength(manifest.embeddingLength);
      const { probability, nearest } = judge.assess(embedding);
      expect(probability.big + probability.small + probability.none).toBeCloseTo(1, 6);
      expect(nearest.map((one) => one.class).sort()).toEqual(['big', 'none', 'small']);
    }
    encoder.dispose();
  });

  test('gives a window the same bits alone and among others', async () => {
    const { encoder } = await loadModel(name, 'wasm');
    const all = windows();
    const together = await encoder.embed(all);
    for (const [i, window] of all.entries()) expect((await encoder.embed([window]))[0]).toEqual(together[i]);
    encoder.dispose();
  });
});
