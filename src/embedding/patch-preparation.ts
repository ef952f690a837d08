import { z } from 'zod';

export const patchPreparationSchema = z.strictObject({
  /** Bands lie at most this far under the highest value of the patch, dB. */
  floorDb: z.number().positive(),
  /** Bands, from the lowest, that a recorder of each tier of bandwidth hears. */
  bandsHeard: z.array(z.int().positive()).min(1),
});

/** What is done to a patch before the network gets it. */
export type PatchPreparation = z.infer<typeof patchPreparationSchema>;

/**
 * Prepares a log patch `[frames, bands]`, dB, in place: the depths of a filter are filled up, the mean over the bands
 * that the tier hears becomes 0, so that gain does not matter, and so do the bands that it does not hear.
 */
export function preparePatch(
  values: Float32Array,
  bands: number,
  { floorDb, bandsHeard }: PatchPreparation,
  tier: number,
): void {
  const heard = Math.min(bands, bandsHeard[tier]!);
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (i % bands < heard) highest = Math.max(highest, values[i]!);
  const floor = highest - floorDb;
  let sum = 0;
  for (let row = 0; row < values.length; row += bands) {
    for (let i = row; i < row + heard; i++) sum += values[i] = Math.max(values[i]!, floor);
  }
  const mean = (sum * bands) / (values.length * heard);
  for (let row = 0; row < values.length; row += bands) {
    for (let i = row; i < row + heard; i++) values[i]! -= mean;
    values.fill(0, row + heard, row + bands);
  }
}
