import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadEncoder } from '../../src/embedding/load-encoder.js';
import type { ManifestDraft } from '../../src/embedding/manifest.js';
import { formatReference, type ReferenceVectors } from '../../src/embedding/reference-vectors.js';
import { writeModelFolder } from '../../src/embedding/write-model-folder.js';
import { ExitCode } from '../../src/errors.js';
import type { FeatureWindow } from '../../src/features/frames.js';
import { tinyManifest } from './fixtures/tiny-network.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-statistics-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let count = 0;

const statisticNames = ['level 63 Hz', 'level 80 Hz', 'modulation 1–6 Hz'];
const parameters = { names: statisticNames, mean: [10, -2, 0], scale: [2, 0.5, 1], clip: 3 };
const reference: ReferenceVectors = {
  inputs: [Float32Array.of(12, -2.5, 0.25), Float32Array.of(110, -102, 0)],
  embeddings: [Float32Array.of(1, -1, 0.25), Float32Array.of(3, -3, 0)],
  tolerance: 1e-6,
};
const draft: ManifestDraft = {
  ...tinyManifest,
  name: 'statistics',
  kind: 'statistics',
  inputShape: [3],
  embeddingLength: 3,
};

const modelOf = ({ encoder = {}, vectors = {}, manifest = {} }: Record<string, object>) =>
  writeModelFolder(
    join(scratch, `model-${++count}`),
    { ...draft, ...manifest },
    {
      'encoder.json': JSON.stringify({ ...parameters, ...encoder }),
      'reference.json': formatReference({ ...reference, ...vectors }),
    },
  );

function windowOf(...statistics: number[]): FeatureWindow {
  return {
    startSeconds: 0,
    endSeconds: 5,
    patch: { values: new Float32Array(0), frames: 0, bands: 0 },
    statistics: Float32Array.from(statistics),
    bandwidthHz: 8000,
  };
}

describe('a statistics model', () => {
  test('gives z-scores, clipped; a statistic that could not be measured counts as average', async () => {
    const model = await modelOf({});
    const encoder = await loadEncoder(model, { backend: 'auto', statisticNames });
    const embeddings = await encoder.embed([windowOf(12, -2.5, 0.25), windowOf(1e9, Number.NaN, -4)]);
    expect(embeddings.map((embedding) => [...embedding])).toEqual([
      [1, -1, 0.25],
      [3, 0, -3],
    ]);
    expect(encoder).toMatchObject({ embeddingLength: 3, model: model.identity });
    expect(encoder.backend).toMatchObject({ name: 'typescript', kind: 'cpu' });
  });

  test('is not run in silence where another backend was asked for', async () => {
    const loading = loadEncoder(await modelOf({}), { backend: 'webgpu', statisticNames });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.configuration });
  });

  test.each([
    [
      'of statistics in another order',
      { encoder: { names: [...statisticNames].reverse() } },
      'number 1 is modulation',
    ],
    ['with a scale of zero', { encoder: { scale: [2, 0, 1] } }, 'scale'],
    ['with one mean too few', { encoder: { mean: [10, -2] } }, 'lengths'],
    ['without its reference vectors’ inputs', { vectors: { inputs: [] } }, 'reference.json'],
    [
      'with reference vectors of another length',
      { vectors: { embeddings: [Float32Array.of(1)] } },
      'reference.json',
    ],
    ['that fails its self-test', { encoder: { mean: [10.1, -2, 0] } }, 'self-test'],
  ])('%s is refused with exit code 65', async (_what, change, words) => {
    const loading = loadEncoder(await modelOf(change), { backend: 'auto', statisticNames });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.data });
    await expect(loading).rejects.toThrow(words);
  });
});
