import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadEncoder } from '../../src/embedding/load-encoder.js';
import type { ManifestDraft } from '../../src/embedding/manifest.js';
import { formatReference, type ReferenceVectors } from '../../src/embedding/reference-vectors.js';
import { statisticsForwardPass } from '../../src/embedding/statistics-encoder.js';
import { writeModelFolder } from '../../src/embedding/write-model-folder.js';
import { ExitCode } from '../../src/errors.js';
import type { FeatureWindow } from '../../src/features/frames.js';
import { tinyManifest } from './fixtures/tiny-network.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-statistics-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let count = 0;

const statisticNames = ['level 63 Hz', 'level 80 Hz', 'modulation 1–6 Hz'];
const full = { name: 'full', heard: statisticNames, mean: [10, -2, 0], scale: [2, 0.5, 1] };
const parameters = {
  names: statisticNames,
  levels: [] as string[],
  reference: [] as string[],
  floorDb: 60,
  cliffDb: 15,
  tiers: [full],
  leastBandwidthHz: [0],
  clip: 3,
};
const reference: ReferenceVectors = {
  inputs: [Float32Array.of(12, -2.5, 0.25, 8000), Float32Array.of(110, -102, 0, 8000)],
  embeddings: [Float32Array.of(1, -1, 0.25, 0), Float32Array.of(3, -3, 0, 0)],
  tolerance: 1e-6,
};
const draft: ManifestDraft = {
  ...tinyManifest,
  name: 'statistics',
  kind: 'statistics',
  inputShape: [4],
  embeddingLength: 4,
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
      [1, -1, 0.25, 0],
      [3, 0, -3, 0],
    ]);
    expect(encoder).toMatchObject({ embeddingLength: 4, model: model.identity });
    expect(encoder.backend).toMatchObject({ name: 'typescript', kind: 'cpu' });
  });

  describe('with bands of level', () => {
    const bands = ['level 1 kHz', 'level 2 kHz', 'level 4 kHz', 'modulation'];
    const plain = { mean: [0, 0, 0, 0], scale: [1, 1, 1, 1] };
    const encoder = {
      ...parameters,
      names: bands,
      levels: bands.slice(0, 3),
      reference: bands.slice(0, 3),
      clip: 100,
      tiers: [
        { name: 'full', heard: bands, ...plain },
        { name: 'slow', heard: [bands[0], bands[1], bands[3]], ...plain },
      ],
      leastBandwidthHz: [7000, 0],
    };
    const encode = statisticsForwardPass(encoder);
    const encodeOne = async (...input: number[]) => [...(await encode([Float32Array.from(input)]))[0]];

    test('takes the common level off, so that gain does not matter, and keeps the slope', async () => {
      expect(await encodeOne(6, 3, 0, 9, 8000)).toEqual([3, 0, -3, 9, 0]);
      expect(await encodeOne(26, 23, 20, 9, 8000)).toEqual([3, 0, -3, 9, 0]);
    });

    test('judges a slow recorder by the bands that it hears', async () => {
      expect(await encodeOne(6, 3, 0, 9, 4000)).toEqual([1.5, -1.5, 0, 9, 1]);
    });

    test('treats a recording whose top bands a filter has emptied like one of a slow recorder', async () => {
      expect(await encodeOne(6, 3, -40, 9, 8000)).toEqual([1.5, -1.5, 0, 9, 1]);
    });

    test('holds a band at the floor however empty it is', async () => {
      expect(await encodeOne(0, -200, -300, 9, 4000)).toEqual([30, -30, 0, 9, 1]);
    });
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
    ['with a scale of zero', { encoder: { tiers: [{ ...full, scale: [2, 0, 1] }] } }, 'scale'],
    ['with one mean too few', { encoder: { tiers: [{ ...full, mean: [10, -2] }] } }, 'lengths'],
    ['with levels that it does not have', { encoder: { levels: ['level 1 Hz'] } }, 'level 1 Hz'],
    ['without its reference vectors’ inputs', { vectors: { inputs: [] } }, 'reference.json'],
    [
      'with reference vectors of another length',
      { vectors: { embeddings: [Float32Array.of(1)] } },
      'reference.json',
    ],
    ['that fails its self-test', { encoder: { tiers: [{ ...full, mean: [10.1, -2, 0] }] } }, 'self-test'],
  ])('%s is refused with exit code 65', async (_what, change, words) => {
    const loading = loadEncoder(await modelOf(change), { backend: 'auto', statisticNames });
    await expect(loading).rejects.toMatchObject({ exitCode: ExitCode.data });
    await expect(loading).rejects.toThrow(words);
  });
});
