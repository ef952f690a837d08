import { z } from 'zod';

/** `prototypes.json` for one tier: the space in which distances count, and the classes in it. */
export const whitenedSpaceSchema = z.object({
  /** Names of the embedding's coordinates that take part, in the order of the rows below. */
  inputs: z.array(z.string()).min(1),
  /** Lower triangle of the whitening matrix, row by row: row i has i + 1 numbers. */
  whitening: z.array(z.array(z.number())),
  /** Centre of each class in the whitened space. */
  prototypes: z.record(z.string(), z.array(z.number())),
});

export type WhitenedSpaceParameters = z.infer<typeof whitenedSpaceSchema>;

/**
 * A space in which the scatter within a class is one in every direction, so that the distance to a prototype
 * counts in standard deviations of what makes no difference (WCCN; ALGORITHMS 2).
 */
export class WhitenedSpace {
  readonly #whitening: readonly (readonly number[])[];
  readonly #prototypes: readonly (readonly [string, readonly number[]])[];

  constructor({ whitening, prototypes }: WhitenedSpaceParameters) {
    this.#whitening = whitening;
    this.#prototypes = Object.entries(prototypes);
  }

  /** Whitens the inputs of one embedding `[inputs]`. */
  whiten(inputs: ArrayLike<number>): Float64Array {
    return Float64Array.from(this.#whitening, (row) => {
      let sum = 0;
      for (let i = 0; i < row.length; i++) sum += row[i] * inputs[i];
      return sum;
    });
  }

  /** Root mean square distance per dimension to each prototype, nearest first: about 1 for a typical member. */
  nearest(inputs: ArrayLike<number>): { class: string; distance: number }[] {
    const place = this.whiten(inputs);
    return this.#prototypes
      .map(([name, centre]) => ({ class: name, distance: rmsDistance(place, centre) }))
      .sort((a, b) => a.distance - b.distance);
  }
}

function rmsDistance(a: Float64Array, b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum / a.length);
}
