import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../src/embedding/backend-ladder.js';
import { useEngine } from '../../src/embedding/backends/engine.js';
import { type LoadedEncoder, loadEncoder } from '../../src/embedding/load-encoder.js';
import type { ModelFolder } from '../../src/embedding/model-folder.js';
import { readReference } from '../../src/embedding/reference-vectors.js';
import { loadModel } from '../../src/model.js';
import { Adam } from '../../src/training/few-shot/adam.js';
import { PatchEncoder } from '../../src/training/few-shot/patch-encoder.js';
import { prototypicalObjective } from '../../src/training/few-shot/prototypical.js';
import { writeConvNetwork } from '../embedding/fixtures/conv-network.js';
import { BANDS, FRAMES, patchOf } from '../embedding/fixtures/tiny-network.js';
import { windowOf } from '../embedding/fixtures/window.js';

// Without a GPU, the software Vulkan that Debian's chromium brings stands in for one.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (!process.env.VK_ICD_FILENAMES && existsSync(SWIFTSHADER)) {
  process.env.VK_ICD_FILENAMES = process.env.VK_DRIVER_FILES = SWIFTSHADER;
}
const hasGpuOfItsOwn = process.env.VK_ICD_FILENAMES !== SWIFTSHADER;

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-compute-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let model: ModelFolder;
let expected: Step;
beforeAll(async () => {
  model = await writeConvNetwork(join(scratch, 'conv-network'));
  await useEngine('cpu');
  expected = await learnOnce();
});

async function whyAbsent(choice: 'native' | 'webgpu'): Promise<string | undefined> {
  if (process.env.CI === 'true') return undefined; // there it must be: the tests fail
  return openBackend(choice, { acceptSoftwareGpu: true }).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

interface Step {
  lossBefore: number;
  lossAfter: number;
  /** By variable, in the order of the encoder. */
  gradients: Float32Array[];
}

/** One step of prototypical training of a small encoder from seeded weights, on the backend that is set. */
async function learnOnce(): Promise<Step> {
  const [ways, examples] = [2, 3];
  const patches = Array.from({ length: ways * examples }, (_, seed) => [...patchOf(seed)]).flat();
  const batch = tf.tensor4d(patches, [ways * examples, FRAMES, BANDS, 1]);
  const encoder = new PatchEncoder({ height: FRAMES, width: BANDS, filters: [8, 8] }, 1);
  const { loss } = prototypicalObjective(1);
  const { variables } = encoder;
  const gradientOfLoss = () =>
    tf.variableGrads(
      () => loss(tf.reshape(encoder.embed(batch, true), [ways, examples, -1]), []) as tf.Scalar,
      variables,
    );
  const before = gradientOfLoss();
  const gradients = [];
  for (const { name } of variables) gradients.push((await before.grads[name]!.data()) as Float32Array);
  const adam = new Adam(variables);
  adam.apply(before.grads, 1, 1e-3);
  const after = gradientOfLoss();
  const [lossBefore] = await before.value.data();
  const [lossAfter] = await after.value.data();
  tf.dispose([batch, before, after]);
  adam.dispose();
  encoder.dispose();
  return { lossBefore: lossBefore!, lossAfter: lossAfter!, gradients };
}

for (const backend of ['native', 'webgpu'] as const) {
  const absent = await whyAbsent(backend);
  describe.skipIf(absent)(`on ${backend}${absent ? ` (${absent})` : ''}`, () => {
    let encoder: LoadedEncoder;
    beforeAll(async () => {
      encoder = await loadEncoder(model, { backend, statisticNames: [], acceptSoftwareGpu: true });
    }, 240_000); // software compiles its shaders for half a minute
    afterAll(() => encoder?.dispose());

    test('the encoder says what it runs on', () => {
      expect(encoder.backend.name).toBe(backend);
      expect(encoder.backend.device).not.toBe('');
      expect(encoder.skipped).toEqual([]);
    });

    test('embeddings are those of the reference to 1e-3, asked for together or alone, and no tensor stays', async () => {
      const { inputs, embeddings } = readReference(model);
      const before = tf.memory().numTensors;
      const [together, alone] = await Promise.all([
        encoder.embed(inputs.map(windowOf)),
        encoder.embed([windowOf(inputs[0]!)]),
      ]);
      for (const [index, embedding] of [...embeddings, embeddings[0]!].entries()) {
        const found = [...together, ...alone][index]!;
        expect(found).toHaveLength(embedding.length);
        for (const [at, value] of embedding.entries())
          expect(Math.abs(found[at]! - value)).toBeLessThan(1e-3);
      }
      expect(tf.memory().numTensors).toBe(before);
    });

    test('the shipped network passes its self-test, embeddings to 1e-3', async () => {
      const { encoder: shipped } = await loadModel('siamese', backend, { acceptSoftwareGpu: true });
      expect(shipped.backend.name).toBe(backend);
      shipped.dispose();
    }, 240_000);

    test('a training step is that of plain JavaScript', async () => {
      const { engine } = (await openBackend(backend, { acceptSoftwareGpu: true })).backend;
      expect(tf.getBackend()).toBe(engine);
      const { lossBefore, lossAfter, gradients } = await learnOnce();
      expect(lossBefore).toBeCloseTo(expected.lossBefore, 3);
      expect(lossAfter).toBeCloseTo(expected.lossAfter, 3);
      expect(expected.lossAfter).toBeLessThan(expected.lossBefore);
      for (const [index, gradient] of gradients.entries()) {
        const wanted = expected.gradients[index]!;
        const error = Math.hypot(...gradient.map((value, at) => value - wanted[at]!));
        expect(error).toBeLessThan(1e-3 * Math.hypot(...wanted));
      }
    });

    if (backend === 'webgpu' && !hasGpuOfItsOwn) {
      test('a software GPU is refused unless asked for', async () => {
        await expect(openBackend(backend)).rejects.toThrow(/device is software/);
        const { skipped } = await openBackend('auto');
        const ofGpu = skipped.find(({ backend }) => backend === 'webgpu');
        if (ofGpu) expect(ofGpu.reason).toMatch(/device is software/);
      });
    }
  });
}
