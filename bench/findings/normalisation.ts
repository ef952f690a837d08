import { meanOf } from '../../src/prototypes/class-space.js';
import { WhitenedSpace } from '../../src/prototypes/whitened-space.js';
import { fitWhitenedSpace } from '../../src/training/whitened-space-fit.js';

export const NORMALISATIONS = ['none', 'CL2N', 'whitened'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/**
 * Learns from embeddings of other vessels how to normalise an embedding. CL2N: less their mean, to unit length
 * (SimpleShot). Whitened: first made one in the directions in which recordings of one vessel differ (WCCN).
 *
 * @param groups vessel of each of the rows
 */
export function fitNormalisation(
  name: Normalisation,
  rows: readonly Float32Array[],
  groups: readonly string[],
): (row: Float32Array) => Float64Array {
  if (name === 'none') return (row) => Float64Array.from(row);
  const inputs = Array.from(rows[0]!, (_, i) => String(i));
  const space = name === 'whitened' ? new WhitenedSpace(fitWhitenedSpace(inputs, rows, groups)) : null;
  const place = (row: Float32Array) => space?.whiten(row) ?? Float64Array.from(row);
  const centre = meanOf(rows.map(place));
  return (row) => {
    const off = place(row).map((value, i) => value - centre[i]!);
    const length = Math.sqrt(off.reduce((sum, value) => sum + value * value, 0)) || 1;
    return off.map((value) => value / length);
  };
}
