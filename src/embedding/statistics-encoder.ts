import { z } from 'zod';
import { badModel, type ModelFolder, readModelJson } from './model-folder.js';
import type { ForwardPass } from './reference-vectors.js';

/** Name of the file that holds the parameters. */
export const STATISTICS_ENCODER_FILE = 'encoder.json';

const statisticsEncoderSchema = z.strictObject({
  /** Names of the statistics, in the order of the vector. */
  names: z.array(z.string()).min(1),
  mean: z.array(z.number()),
  /** Standard deviations; none is zero. */
  scale: z.array(z.number().positive()),
  /** Greatest magnitude of a z-score. */
  clip: z.number().positive(),
});

/** `encoder.json` of a model of kind `statistics`. */
export type StatisticsEncoderParameters = z.infer<typeof statisticsEncoderSchema>;

/**
 * Gives the encoder of kind `statistics`: z-scores by the training set's mean and scale, clipped to ±`clip`
 * so that one wild number cannot carry a distance alone. A statistic that is not a number (a band that the
 * recorder does not reach) counts as average, 0.
 */
export function statisticsForwardPass({ mean, scale, clip }: StatisticsEncoderParameters): ForwardPass {
  const encode = (statistics: Float32Array) =>
    statistics.map((value, index) => {
      const z = (value - mean[index]!) / scale[index]!;
      return Number.isNaN(z) ? 0 : Math.max(-clip, Math.min(clip, z));
    });
  return async (inputs) => inputs.map(encode);
}

/**
 * Reads the parameters of a statistics model. Throws HullprintError (65) when they are damaged, do not fit
 * the manifest, or are of other statistics than `statisticNames`, those that the feature stage computes.
 */
export function readStatisticsEncoder(
  folder: ModelFolder,
  statisticNames: readonly string[],
): StatisticsEncoderParameters {
  const parameters = readModelJson(folder, STATISTICS_ENCODER_FILE, statisticsEncoderSchema);
  const { names, mean, scale } = parameters;
  const { inputShape, embeddingLength } = folder.manifest;
  const lengths = [mean.length, scale.length, embeddingLength, inputShape[0]!];
  if (inputShape.length !== 1 || lengths.some((length) => length !== names.length)) {
    throw badModel(folder.path, `${STATISTICS_ENCODER_FILE} and the manifest tell different lengths`);
  }
  const odd = names.findIndex((name, index) => name !== statisticNames[index]);
  if (odd >= 0 || names.length !== statisticNames.length) {
    const difference =
      odd >= 0
        ? `number ${odd + 1} is ${names[odd]}, not ${statisticNames[odd] ?? 'there'}`
        : `${names.length} of ${statisticNames.length}`;
    throw badModel(
      folder.path,
      `it was trained on other statistics than this version computes (${difference})`,
    );
  }
  return parameters;
}
