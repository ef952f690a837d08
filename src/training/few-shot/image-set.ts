import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { ExitCode, HullprintError } from '../../errors.js';
import { drawDeformation, drawShift, PLAIN, sampleImage } from './image-deformation.js';
import type { Domain, PatchSet } from './patch-set.js';

/** Images are held with this many pixels for one of the patch in each direction, so that turning them loses nothing. */
export const OVERSAMPLING = 3;

/** An image, perhaps turned and mirrored, which makes it one of another class. */
export interface ImageExample {
  /** Ink, 0 to 255, `[size OVERSAMPLING, size OVERSAMPLING]` row-major. */
  ink: Uint8Array;
  /** Quarter turns. */
  turns: number;
  mirrored: boolean;
}

/** Drawings, which a hand may turn and bend, or sound over time, which may begin earlier or later and no more. */
export const IMAGE_KINDS = ['drawings', 'spectrograms'] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** Folders of images, `domain/class/image.png`, as a set of square patches with ink at 1 and paper at 0. */
export async function readImageSet(
  folder: string,
  size: number,
  kind: ImageKind = 'drawings',
): Promise<PatchSet<ImageExample>> {
  const domains: Domain<ImageExample>[] = [];
  for (const domain of subfolders(folder)) {
    const classes = [];
    for (const name of subfolders(join(folder, domain))) {
      const files = images(join(folder, domain, name));
      const examples = await Promise.all(files.map((file) => readImage(file, size)));
      if (examples.length > 1) classes.push({ name, examples });
    }
    if (classes.length > 1) domains.push({ name: domain, classes });
  }
  if (domains.length === 0) {
    throw new HullprintError({
      operation: 'read images from',
      subject: folder,
      reason: 'no domain there has two classes of two images',
      hint: 'Lay them out as domain/class/image.png',
      exitCode: ExitCode.data,
    });
  }
  return imageSet(domains, size, kind);
}

export function imageSet(
  domains: readonly Domain<ImageExample>[],
  size: number,
  kind: ImageKind = 'drawings',
): PatchSet<ImageExample> {
  const turned = [0, 1, 2, 3].map((turns) => ({
    name: `turned by ${90 * turns}°`,
    apply: (patch: Float32Array) => turnPatch(patch, size, turns),
  }));
  const draw = kind === 'drawings' ? drawDeformation : drawShift;
  return {
    height: size,
    width: size,
    domains,
    ...(kind === 'drawings' && { pretexts: turned }),
    write: ({ ink, turns, mirrored }, patch, augmentation) => {
      const deformation = augmentation ? draw(augmentation) : PLAIN;
      sampleImage(ink, { ...deformation, turns, mirrored }, patch, size, OVERSAMPLING);
    },
  };
}

/** Turns a square patch by quarters, in place: the pretext of IEPT (Gidaris, Singh and Komodakis 2018). */
export function turnPatch(patch: Float32Array, size: number, turns: number): void {
  for (let turn = 0; turn < turns; turn++) {
    const before = patch.slice();
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        patch[(size - 1 - column) * size + row] = before[row * size + column]!;
      }
    }
  }
}

/** Adds each domain turned by one, two and three quarters, and all of these mirrored: seven more domains of other classes. */
export function withTurnedDomains(set: PatchSet<ImageExample>): PatchSet<ImageExample> {
  const domains = [false, true].flatMap((mirrored) =>
    [0, 1, 2, 3].flatMap((turns) =>
      set.domains.map((domain) => ({
        name: `${domain.name} ${turns}${mirrored ? ' mirrored' : ''}`,
        classes: domain.classes.map(({ name, examples }) => ({
          name,
          examples: examples.map(({ ink }) => ({ ink, turns, mirrored })),
        })),
      })),
    ),
  );
  return imageSet(domains, set.height);
}

/** Reads one image as dark ink on light paper. Throws HullprintError (65) when it is none. */
export async function readImage(path: string, size: number): Promise<ImageExample> {
  const side = size * OVERSAMPLING;
  const canvas = createCanvas(side, side);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, side, side);
  try {
    context.drawImage(await loadImage(path), 0, 0, side, side);
  } catch (cause) {
    throw new HullprintError({
      operation: 'read image',
      subject: path,
      reason: (cause as Error).message,
      hint: 'Take it out, or store it as PNG again',
      exitCode: ExitCode.data,
      cause,
    });
  }
  const { data } = context.getImageData(0, 0, side, side);
  const ink = new Uint8Array(side * side);
  for (let i = 0; i < ink.length; i++) {
    ink[i] = 255 - Math.round((data[4 * i]! + data[4 * i + 1]! + data[4 * i + 2]!) / 3);
  }
  return { ink: smooth(ink, side), turns: 0, mirrored: false };
}

/** Mean over 3 × 3 pixels, without which sampling every third would alias. */
function smooth(ink: Uint8Array, side: number): Uint8Array {
  const smoothed = new Uint8Array(ink.length);
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) {
        const middle = (y + dy) * side + x;
        sum += ink[middle - 1]! + ink[middle]! + ink[middle + 1]!;
      }
      smoothed[y * side + x] = Math.round(sum / 9);
    }
  }
  return smoothed;
}

function subfolders(folder: string): string[] {
  return entries(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function images(folder: string): string[] {
  return entries(folder)
    .filter((entry) => entry.isFile() && /\.(png|jpe?g|webp)$/i.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();
}

const WHY_NOT: Record<string, string> = { ENOENT: 'there is no such folder', ENOTDIR: 'it is a file' };

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new HullprintError({
      operation: 'read images from',
      subject: folder,
      reason: WHY_NOT[code ?? ''] ?? message,
      hint: 'Name a folder of domain/class/image.png',
      exitCode: ExitCode.noInput,
      cause,
    });
  }
}
