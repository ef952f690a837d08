import { z } from 'zod';
import { badModel, type ModelFolder, readModelJson } from './model-folder.js';
import { patchPreparationSchema } from './patch-preparation.js';
import { STATISTICS_ENCODER_FILE } from './statistics-encoder.js';

/** Name of the file that holds the parameters. */
export const FUSION_FILE = 'fusion.json';

/** Greatest magnitude of a scaled coordinate of the network. */
const CLIP = 4;

export const fusionSchema = z.strictObject({
  preparation: patchPreparationSchema,
  /** Of each coordinate of the network. */
  mean: z.array(z.number()).min(1),
  scale: z.array(z.number().positive()).min(1),
});

/** What stands between patch, network and the fused embedding. */
export type FusionParameters = z.infer<typeof fusionSchema>;

/** Names of the network's coordinates in a fused embedding. */
export function networkNames(length: number): string[] {
  return Array.from({ length }, (_, i) => `network ${i}`);
}

/**
 * Gives the fused embedding `[network + statistics + 1]`: the network's vector as z-scores, then what the statistics
 * encoder gives, whose last is the number of the tier.
 */
export function fuse(
  vector: Float32Array,
  statistics: Float32Array,
  { mean, scale }: FusionParameters,
): Float32Array {
  const fused = new Float32Array(vector.length + statistics.length);
  for (let i = 0; i < vector.length; i++) {
    fused[i] = Math.max(-CLIP, Math.min(CLIP, (vector[i]! - mean[i]!) / scale[i]!));
  }
  fused.set(statistics, vector.length);
  return fused;
}

/** Reads the parameters of a fused model. Throws HullprintError (65) when they are damaged or of other lengths. */
export function readFusion(folder: ModelFolder, networkLength: number, tiers: number): FusionParameters {
  const parameters = readModelJson(folder, FUSION_FILE, fusionSchema);
  const { mean, scale, preparation } = parameters;
  const fits =
    mean.length === networkLength &&
    scale.length === networkLength &&
    preparation.bandsHeard.length === tiers;
  if (!fits)
    throw badModel(folder.path, `${FUSION_FILE}, ${STATISTICS_ENCODER_FILE} and the manifest differ`);
  return parameters;
}
