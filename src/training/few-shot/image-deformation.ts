import type { Random } from '../../simulator/random.js';

/** Nodes of the elastic field along each side. */
const NODES = 5;

/** Where the pixels of a patch come from, in units of half its side, from its middle. */
export interface Deformation {
  /** Row-major 2 × 2. */
  matrix: readonly [number, number, number, number];
  shiftX: number;
  shiftY: number;
  /** Displacements at NODES × NODES nodes, x then y, between which it is linear; empty for none. */
  elastic: Float32Array;
}

export const PLAIN: Deformation = {
  matrix: [1, 0, 0, 1],
  shiftX: 0,
  shiftY: 0,
  elastic: new Float32Array(0),
};

/** Draws a deformation that leaves a character the same: rotation, shear, scale, shift, and a wavering hand. */
export function drawDeformation(random: Random): Deformation {
  const angle = random.uniform(-0.26, 0.26);
  const shear = random.uniform(-0.2, 0.2);
  const [scaleX, scaleY] = [random.logUniform(0.8, 1.25), random.logUniform(0.8, 1.25)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const elastic = new Float32Array(2 * NODES * NODES);
  random.fillNormal(elastic);
  for (let i = 0; i < elastic.length; i++) elastic[i]! *= 0.045;
  return {
    matrix: [cos * scaleX, (cos * shear - sin) * scaleY, sin * scaleX, (sin * shear + cos) * scaleY],
    shiftX: random.uniform(-0.12, 0.12),
    shiftY: random.uniform(-0.12, 0.12),
    elastic,
  };
}

/** Draws a shift along the time axis: a ship is the same a moment earlier or later. */
export function drawShift(random: Random): Deformation {
  return { ...PLAIN, shiftX: random.uniform(-0.25, 0.25) };
}

/**
 * Samples an image of `size oversampling` squared, 0 to 255, by bilinear interpolation into a patch of `size`
 * squared, 0 to 1; outside of the image is 0. Quarter turns and mirroring come before the deformation.
 */
export function sampleImage(
  ink: Uint8Array,
  { matrix, shiftX, shiftY, elastic, turns, mirrored }: Deformation & { turns: number; mirrored: boolean },
  patch: Float32Array,
  size: number,
  oversampling: number,
): void {
  const side = size * oversampling;
  const [cos, sin] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][turns] as [number, number];
  const flip = mirrored ? -1 : 1;
  for (let row = 0; row < size; row++) {
    const v = (2 * row + 1) / size - 1;
    for (let column = 0; column < size; column++) {
      const u = (2 * column + 1) / size - 1;
      let x = matrix[0] * u + matrix[1] * v + shiftX;
      let y = matrix[2] * u + matrix[3] * v + shiftY;
      if (elastic.length > 0) {
        x += between(elastic, 0, u, v);
        y += between(elastic, NODES * NODES, u, v);
      }
      const turnedX = flip * (cos * x - sin * y);
      const turnedY = sin * x + cos * y;
      const at = inkAt(ink, side, ((turnedX + 1) * side - 1) / 2, ((turnedY + 1) * side - 1) / 2);
      patch[row * size + column] = at / 255;
    }
  }
}

/** Bilinear between the nodes of the field that begins at `from`; u and v in -1 to 1. */
function between(field: Float32Array, from: number, u: number, v: number): number {
  const x = ((u + 1) / 2) * (NODES - 1);
  const y = ((v + 1) / 2) * (NODES - 1);
  const column = Math.min(NODES - 2, Math.floor(x));
  const row = Math.min(NODES - 2, Math.floor(y));
  const [right, down] = [x - column, y - row];
  const at = from + row * NODES + column;
  const above = field[at]! * (1 - right) + field[at + 1]! * right;
  const below = field[at + NODES]! * (1 - right) + field[at + NODES + 1]! * right;
  return above * (1 - down) + below * down;
}

function inkAt(ink: Uint8Array, side: number, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column >= side - 1 || row >= side - 1) return 0;
  const [right, down] = [x - column, y - row];
  const at = row * side + column;
  const above = ink[at]! * (1 - right) + ink[at + 1]! * right;
  const below = ink[at + side]! * (1 - right) + ink[at + side + 1]! * right;
  return above * (1 - down) + below * down;
}
