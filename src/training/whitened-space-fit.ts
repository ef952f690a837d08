import type { WhitenedSpaceParameters } from '../prototypes/whitened-space.js';
import { shrunkWhitening, sixDigits } from './shrunk-whitening.js';

/**
 * Fits the space in which the scatter within classes is one in every direction (WCCN: y = L⁻¹·x with
 * L·Lᵀ = (1 − l)·S + l·tr(S)/d·I) and the centre of each class in it. `rows` are `[inputs]` each.
 */
export function fitWhitenedSpace(
  inputs: readonly string[],
  rows: readonly Float32Array[],
  classes: readonly string[],
): WhitenedSpaceParameters {
  const d = inputs.length;
  const centres = new Map([...new Set(classes)].map((name) => [name, centreOf(rows, classes, name, d)]));
  const scatter = new Float64Array(d * d);
  rows.forEach((row, example) => {
    const centre = centres.get(classes[example])!;
    const off = Float64Array.from(row, (value, i) => value - centre[i]);
    for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) scatter[i * d + j] += off[i] * off[j];
  });
  const whitening = shrunkWhitening(scatter, d, rows.length);
  const prototypes = [...centres].map(([name, centre]) => [
    name,
    whitening.map((row) => sixDigits(row.reduce((sum, weight, i) => sum + weight * centre[i], 0))),
  ]);
  return { inputs: [...inputs], whitening, prototypes: Object.fromEntries(prototypes) };
}

function centreOf(
  rows: readonly Float32Array[],
  classes: readonly string[],
  name: string,
  d: number,
): Float64Array {
  const sum = new Float64Array(d);
  let count = 0;
  rows.forEach((row, example) => {
    if (classes[example] !== name) return;
    count++;
    for (let i = 0; i < d; i++) sum[i] += row[i];
  });
  return sum.map((value) => value / count);
}
