import { z } from 'zod';
import type { FeatureWindow } from '../features/frames.js';
import { badModel, type ModelFolder, readModelJson } from './model-folder.js';
import type { ForwardPass } from './reference-vectors.js';

/** Name of the file that holds the parameters. */
export const STATISTICS_ENCODER_FILE = 'encoder.json';

const tierSchema = z.strictObject({
  name: z.string().min(1),
  /** Statistics that a recorder of this tier can tell. The others count as average. */
  heard: z.array(z.string()).min(1),
  /** Of every statistic. */
  mean: z.array(z.number()),
  /** Standard deviations; none is zero. */
  scale: z.array(z.number().positive()),
});

const statisticsEncoderSchema = z.strictObject({
  /** Names of the statistics, in the order of the vector. */
  names: z.array(z.string()).min(1),
  /** Statistics that are levels of a band, dB re anything: their common level is taken off. */
  levels: z.array(z.string()),
  /** The levels whose mean is the common level, lowest band first. */
  reference: z.array(z.string()),
  /** Levels lie at most this far under the highest of the reference, dB. */
  floorDb: z.number().positive(),
  /** A band this far under the one below it, dB, was cut off by a filter; no sea falls like that. */
  cliffDb: z.number().positive(),
  /** Recorders of full bandwidth, then those that miss the top bands. */
  tiers: z.array(tierSchema).min(1),
  /** Least bandwidth of each tier, Hz, falling. */
  leastBandwidthHz: z.array(z.number().nonnegative()).min(1),
  /** Greatest magnitude of a z-score. */
  clip: z.number().positive(),
});

/** `encoder.json` of a model of kind `statistics`. */
export type StatisticsEncoderParameters = z.infer<typeof statisticsEncoderSchema>;

/** What decides on tier and common level, before anything is known of means and scales. */
export interface BandwidthRule extends Omit<StatisticsEncoderParameters, 'tiers' | 'clip'> {
  tiers: readonly { heard: readonly string[] }[];
}

/** The input of the encoder for one window: its statistics, then the bandwidth in Hz `[statistics + 1]`. */
export function statisticsInput({ statistics, bandwidthHz }: FeatureWindow): Float32Array {
  return Float32Array.of(...statistics, bandwidthHz);
}

/**
 * Gives the encoder of kind `statistics`. Levels lose their common level, so that gain does not matter; every
 * statistic becomes a z-score by the training set's mean and scale, clipped to ±`clip` so that one wild number
 * cannot carry a distance alone. A statistic that is not a number, or that the recorder cannot tell, counts as
 * average, 0. Takes `[statistics + 1]` (`statisticsInput`), gives `[statistics + 1]`: the last is the number of
 * the tier.
 */
export function statisticsForwardPass(parameters: StatisticsEncoderParameters): ForwardPass {
  const { names, tiers, clip } = parameters;
  const heard = tiers.map((tier) => names.map((name) => tier.heard.includes(name)));
  const normalise = levelNormaliser(parameters);
  const tierOf = tierChooser(parameters);
  const encode = (input: Float32Array): Float32Array => {
    const tier = tierOf(input);
    const { mean, scale } = tiers[tier]!;
    const embedding = normalise(input, tier);
    for (let i = 0; i < names.length; i++) {
      const score = (embedding[i]! - mean[i]!) / scale[i]!;
      const known = heard[tier]![i] && !Number.isNaN(score);
      embedding[i] = known ? Math.max(-clip, Math.min(clip, score)) : 0;
    }
    embedding[names.length] = tier;
    return embedding;
  };
  return async (inputs) => inputs.map(encode);
}

/**
 * Gives a function that takes the common level off the levels of an input, as a new vector of the same length.
 * Only bands that the tier hears count for the common level.
 */
export function levelNormaliser({ names, levels, reference, floorDb, tiers }: BandwidthRule) {
  const levelAt = levels.map((name) => names.indexOf(name));
  const referenceAt = tiers.map(({ heard }) =>
    reference.filter((name) => heard.includes(name)).map((name) => names.indexOf(name)),
  );
  return (input: Float32Array, tier: number): Float32Array => {
    const normal = input.slice();
    const bands = referenceAt[tier]!;
    if (bands.length === 0) return normal;
    let highest = Number.NEGATIVE_INFINITY;
    for (const band of bands) highest = Math.max(highest, input[band]!);
    const floor = highest - floorDb;
    let mean = 0;
    for (const band of bands) mean += Math.max(input[band]!, floor) / bands.length;
    for (const level of levelAt) normal[level] = Math.max(input[level]!, floor) - mean;
    return normal;
  };
}

/**
 * Gives a function that tells the tier of an input: the first whose bandwidth the recorder has, unless bands that
 * it needs were cut off by a filter.
 */
export function tierChooser({ names, reference, tiers, leastBandwidthHz, cliffDb }: BandwidthRule) {
  const bandAt = reference.map((name) => names.indexOf(name));
  const bandsHeard = tiers.map(({ heard }) => reference.filter((name) => heard.includes(name)).length);
  const last = tiers.length - 1;
  const fewest = bandsHeard[last]!;
  return (input: Float32Array): number => {
    const bandwidthHz = input[names.length]!;
    let reach = fewest;
    while (reach < bandAt.length && input[bandAt[reach]!]! > input[bandAt[reach - 1]!]! - cliffDb) reach++;
    const tier = tiers.findIndex(
      (_, i) => bandwidthHz >= leastBandwidthHz[i]! && (reference.length === 0 || bandsHeard[i]! <= reach),
    );
    return tier < 0 ? last : tier;
  };
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
  const { names, tiers, leastBandwidthHz } = parameters;
  const { kind, inputShape, embeddingLength } = folder.manifest;
  const whole = kind === 'statistics' ? [...inputShape, embeddingLength] : [];
  const lengths = tiers.flatMap(({ mean, scale }) => [mean.length, scale.length]);
  const fits =
    whole.every((length) => length === names.length + 1) &&
    lengths.every((length) => length === names.length) &&
    leastBandwidthHz.length === tiers.length;
  if (!fits)
    throw badModel(folder.path, `${STATISTICS_ENCODER_FILE} and the manifest tell different lengths`);
  const unknown = [parameters.levels, parameters.reference, ...tiers.map(({ heard }) => heard)]
    .flat()
    .find((name) => !names.includes(name));
  if (unknown) throw badModel(folder.path, `${STATISTICS_ENCODER_FILE} speaks of ${unknown}, which it lacks`);
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
