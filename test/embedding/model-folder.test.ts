import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ManifestDraft } from '../../src/embedding/manifest.js';
import { identityOf, readModelFolder, readModelJson } from '../../src/embedding/model-folder.js';
import { resolveModel, shippedModels } from '../../src/embedding/resolve-model.js';
import { writeModelFolder } from '../../src/embedding/write-model-folder.js';
import { ExitCode } from '../../src/errors.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-models-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let count = 0;
const freshPath = () => join(scratch, `model-${++count}`);

const draft: ManifestDraft = {
  name: 'trial',
  version: '1.0.0',
  kind: 'statistics',
  frontEnd: {
    sampleRateHz: 16_000,
    windowSeconds: 5,
    hopSeconds: 2.5,
    compression: 'log',
    frames: 50,
    bands: 96,
    lowHz: 20,
  },
  inputShape: [3],
  embeddingLength: 3,
  training: { command: 'hullprint train --seed 7', seed: 7 },
  data: [{ name: 'simulator', identity: 'seed 7, 36000 passages' }],
  scores: [{ on: 'recordings', measure: 'big recall', value: 20, of: 25 }],
  licence: 'MIT',
};
const files = { 'encoder.json': '{"mean":[1,2,3]}', 'weights.bin': Uint8Array.of(0, 1, 2, 255) };

async function failure(reading: Promise<unknown>): Promise<{ exitCode: number; message: string }> {
  return reading.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  );
}

describe('a model folder', () => {
  test('reads back as it was written, identity included', async () => {
    const path = freshPath();
    const written = await writeModelFolder(path, draft, files);
    const read = await readModelFolder(path);
    expect(read).toEqual(written);
    expect(read.identity).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(readModelJson(read, 'encoder.json', z.object({ mean: z.array(z.number()) })).mean).toEqual([
      1, 2, 3,
    ]);
  });

  test('replaces an older model as a whole, leaving nothing of it', async () => {
    const path = freshPath();
    await writeModelFolder(path, draft, { ...files, 'old.json': '{}' });
    await writeModelFolder(path, draft, files);
    expect((await readdir(path)).sort()).toEqual(['encoder.json', 'manifest.json', 'weights.bin']);
  });

  test('never overwrites a folder that holds something else', async () => {
    const path = freshPath();
    await mkdir(path);
    writeFileSync(join(path, 'thesis.txt'), 'years of work');
    expect((await failure(writeModelFolder(path, draft, files))).exitCode).toBe(ExitCode.cannotCreate);
    expect(await readdir(path)).toEqual(['thesis.txt']);
  });

  test('has the same identity whatever the order of the keys in its manifest', async () => {
    const { manifest, identity } = await writeModelFolder(freshPath(), draft, files);
    const turned = Object.fromEntries(Object.entries(manifest).reverse()) as typeof manifest;
    expect(identityOf(turned)).toBe(identity);
  });

  test('has another identity when any byte of any file is another', async () => {
    const { identity } = await writeModelFolder(freshPath(), draft, files);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(files)),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, position, change) => {
          const bytes = Uint8Array.from(Buffer.from(files[name as keyof typeof files] as string));
          const at = position % bytes.length;
          bytes[at] = bytes[at]! ^ change;
          const changed = await writeModelFolder(freshPath(), draft, { ...files, [name]: bytes });
          expect(changed.identity).not.toBe(identity);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('has another identity when any parameter of the front end is another or new', async () => {
    const { manifest, identity } = await writeModelFolder(freshPath(), draft, files);
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean());
    const key = fc.oneof(
      fc.constantFrom(...Object.keys(draft.frontEnd)),
      fc.stringMatching(/^[a-z][A-Za-z]{0,9}$/),
    );
    fc.assert(
      fc.property(key, value, (name, other) => {
        fc.pre(JSON.stringify(manifest.frontEnd[name]) !== JSON.stringify(other));
        const changed = { ...manifest, frontEnd: { ...manifest.frontEnd, [name]: other } } as typeof manifest;
        expect(identityOf(changed)).not.toBe(identity);
      }),
    );
  });
});

describe('a model folder that cannot be used says why', () => {
  test('no such folder: exit code 66', async () => {
    const error = await failure(readModelFolder(join(scratch, 'nowhere')));
    expect(error.exitCode).toBe(ExitCode.noInput);
    expect(error.message).toContain('nowhere');
  });

  test('a file of the model is gone: exit code 66, naming the file', async () => {
    const path = freshPath();
    await writeModelFolder(path, draft, files);
    rmSync(join(path, 'weights.bin'));
    const error = await failure(readModelFolder(path));
    expect(error.exitCode).toBe(ExitCode.noInput);
    expect(error.message).toContain('weights.bin');
  });

  test('one flipped bit in the weights: exit code 65, naming the file', async () => {
    const path = freshPath();
    await writeModelFolder(path, draft, files);
    const weights = readFileSync(join(path, 'weights.bin'));
    weights[2]! ^= 1;
    writeFileSync(join(path, 'weights.bin'), weights);
    const error = await failure(readModelFolder(path));
    expect(error.exitCode).toBe(ExitCode.data);
    expect(error.message).toContain('weights.bin');
  });

  test.each([
    ['a truncated manifest', '{"formatVersion": 1, "na', ExitCode.data, 'not JSON'],
    ['an empty manifest', '', ExitCode.data, 'not JSON'],
    ['a manifest without its keys', '{"formatVersion": 1}', ExitCode.data, 'name'],
    ['a list for a manifest', '[]', ExitCode.data, 'manifest.json'],
    ['a format of the future', '{"formatVersion": 2}', ExitCode.configuration, 'format 2'],
  ])('%s', async (_what, text, exitCode, words) => {
    const path = freshPath();
    await writeModelFolder(path, draft, files);
    writeFileSync(join(path, 'manifest.json'), text);
    const error = await failure(readModelFolder(path));
    expect(error.exitCode).toBe(exitCode);
    expect(error.message).toContain(words);
  });

  test('a manifest cannot make the reader leave the folder', async () => {
    const path = freshPath();
    const { manifest } = await writeModelFolder(path, draft, files);
    const hash = manifest.files['weights.bin']!;
    const escaping = { ...manifest, files: { '../weights.bin': hash } };
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(escaping));
    expect((await failure(readModelFolder(path))).exitCode).toBe(ExitCode.data);
  });

  test('a draft that does not fit the format is not written', async () => {
    const path = freshPath();
    const error = await failure(writeModelFolder(path, { ...draft, embeddingLength: 0 }, files));
    expect(error.exitCode).toBe(ExitCode.data);
    expect(error.message).toContain('embeddingLength');
    expect(await readdir(scratch)).not.toContain(`model-${count}`);
  });
});

describe('a model is found', () => {
  test('by the path of its folder', async () => {
    const path = freshPath();
    await writeModelFolder(path, draft, files);
    expect(resolveModel(path)).toBe(path);
  });

  test('by the name of every model that comes with the package, from any working directory', async () => {
    const before = process.cwd();
    process.chdir(scratch);
    try {
      for (const name of shippedModels()) {
        expect((await readModelFolder(resolveModel(name))).manifest.name).toBe(name);
      }
    } finally {
      process.chdir(before);
    }
  });

  test('or the error names the models that there are', async () => {
    expect(() => resolveModel('no-such-model')).toThrow(/no-such-model.*Shipped models/);
  });
});
