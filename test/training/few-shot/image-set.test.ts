import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, expect, test } from 'vitest';
import { Random } from '../../../src/simulator/random.js';
import {
  type ImageExample,
  readImageSet,
  turnPatch,
  withTurnedDomains,
} from '../../../src/training/few-shot/image-set.js';
import type { PatchSet } from '../../../src/training/few-shot/patch-set.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-images-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A white page with a black square in its upper right corner, of `share` of its side. */
function page(share: number): Buffer {
  const canvas = createCanvas(60, 60);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, 60, 60);
  context.fillStyle = '#000000';
  context.fillRect(60 * (1 - share), 0, 60 * share, 60 * share);
  return canvas.toBuffer('image/png');
}

function writeImages(name: string): string {
  const folder = join(scratch, name);
  for (const [kind, share] of Object.entries({ large: 0.5, small: 0.25 })) {
    mkdirSync(join(folder, 'squares', kind), { recursive: true });
    for (const file of ['a.png', 'b.png']) writeFileSync(join(folder, 'squares', kind, file), page(share));
  }
  return folder;
}

function patchOf(set: PatchSet<ImageExample>, domain: number, augmentation: Random | null): Float32Array {
  const patch = new Float32Array(set.height * set.width);
  set.write(set.domains[domain]!.classes[0]!.examples[0]!, patch, augmentation);
  return patch;
}

test('folders domain/class/image.png are a set; ink is 1 and paper 0', async () => {
  const set = await readImageSet(writeImages('plain'), 10);
  expect(set.domains.map(({ name }) => name)).toEqual(['squares']);
  const [{ classes }] = set.domains as [PatchSet<ImageExample>['domains'][number]];
  expect(classes.map(({ name, examples }) => [name, examples.length])).toEqual([
    ['large', 2],
    ['small', 2],
  ]);
  const patch = patchOf(set, 0, null);
  expect(patch[1 * 10 + 8]).toBe(1); // upper right
  for (const place of [1 * 10 + 1, 8 * 10 + 1, 8 * 10 + 8]) expect(patch[place]).toBe(0);
});

test('each domain turns by quarters and mirrors into seven others', async () => {
  const set = withTurnedDomains(await readImageSet(writeImages('turned'), 10));
  expect(set.domains).toHaveLength(8);
  const corners = set.domains.map((_, domain) => {
    const patch = patchOf(set, domain, null);
    return [11, 18, 81, 88].findIndex((place) => patch[place] === 1); // upper left, upper right, lower left, lower right
  });
  expect(corners.filter((corner) => corner === -1)).toEqual([]);
  for (const half of [corners.slice(0, 4), corners.slice(4)]) expect(new Set(half).size).toBe(4);
  const turned = patchOf(set, 1, null);
  const plain = patchOf(set, 0, null);
  // A quarter turn moves every pixel and changes none.
  expect([...turned].sort()).toEqual([...plain].sort());
});

test('augmentation bends a drawing, differently each time, and keeps most of it', async () => {
  const set = await readImageSet(writeImages('bent'), 10);
  const sum = (patch: Float32Array) => patch.reduce((total, ink) => total + ink, 0);
  const plain = sum(patchOf(set, 0, null));
  const random = new Random('bends');
  const bent = Array.from({ length: 20 }, () => patchOf(set, 0, random));
  expect(new Set(bent.map(sum)).size).toBe(20);
  for (const patch of bent) {
    expect(sum(patch)).toBeGreaterThan(0.3 * plain);
    expect(sum(patch)).toBeLessThan(2 * plain);
  }
});

test('a spectrogram is moved in time and changed in nothing else', async () => {
  const set = await readImageSet(writeImages('moved'), 10, 'spectrograms');
  expect(set.pretexts).toBeUndefined();
  const rows = (patch: Float32Array) =>
    Array.from({ length: 10 }, (_, row) => patch.slice(10 * row, 10 * row + 10).some((ink) => ink > 0));
  const plain = patchOf(set, 0, null);
  const random = new Random('moves');
  const moved = Array.from({ length: 20 }, () => patchOf(set, 0, random));
  expect(new Set(moved.map((patch) => patch.join())).size).toBeGreaterThan(10);
  for (const patch of moved) expect(rows(patch)).toEqual(rows(plain));
});

test('a folder without images, and an image that is none, are told', async () => {
  await expect(readImageSet(join(scratch, 'nowhere'), 10)).rejects.toThrow(
    /cannot read images from .*nowhere: there is no such folder/,
  );
  const empty = join(scratch, 'empty');
  mkdirSync(empty);
  await expect(readImageSet(empty, 10)).rejects.toThrow('domain/class/image.png');
  const folder = writeImages('broken');
  const broken = join(folder, 'squares', 'large', 'a.png');
  writeFileSync(broken, 'no picture');
  await expect(readImageSet(folder, 10)).rejects.toThrow(`cannot read image ${broken}`);
});

test('a patch turned by a quarter goes against the clock; four quarters bring it back', () => {
  const turned = (turns: number) => {
    const patch = Float32Array.of(1, 2, 3, 4);
    turnPatch(patch, 2, turns);
    return [...patch];
  };
  expect(turned(1)).toEqual([2, 4, 1, 3]);
  expect(turned(2)).toEqual([4, 3, 2, 1]);
  expect(turned(4)).toEqual([1, 2, 3, 4]);
});
