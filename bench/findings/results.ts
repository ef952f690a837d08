import { z } from 'zod';
import { VARIANT_NAMES } from './iept/variants.js';
import { ARMS } from './mae/arms.js';
import { RECIPE_ARMS } from './recipe/arms.js';

const interval = z.tuple([z.number(), z.number()]);
const scoreSchema = z.strictObject({ accuracy: z.number(), interval });
const differenceSchema = z.strictObject({ difference: z.number(), interval });
export type Score = z.infer<typeof scoreSchema>;

const cellSchema = z.strictObject({
  pooling: z.string(),
  normalisation: z.string(),
  head: z.string(),
  /** Mean over the seeds, at the deciding shots, on the validation and on the test groups. */
  validation: z.number(),
  test: z.number(),
});
export type Cell = z.infer<typeof cellSchema>;

const armSchema = z.strictObject({
  /** Read as did best on the validation groups. */
  chosen: cellSchema,
  byShots: z.record(z.string(), scoreSchema),
  /** At the deciding shots, seed by seed. */
  seeds: z.array(z.number()),
  cells: z.array(cellSchema),
  fineTuned: scoreSchema.nullable(),
  losses: z.array(z.number()),
  /** Training of one seed, median. */
  seconds: z.number(),
});

/** Pairs of arms whose difference is told, the first less the second. */
export const PAIRS = [
  ['mae', 'contrastive'],
  ['mae', 'plain'],
  ['mae', 'random'],
  ['mae-contrastive', 'mae'],
  ['prototypical', 'mae'],
  ['prototypical', 'plain'],
  ['contrastive', 'random'],
  ['contrastive', 'plain'],
] as const;

const maeSchema = z.strictObject({
  seeds: z.array(z.number()),
  arms: z.record(z.enum(ARMS), armSchema),
  differences: z.array(z.strictObject({ less: z.enum(ARMS), from: z.enum(ARMS), ...differenceSchema.shape })),
  verdict: z.enum(['unsuitable', 'suitable', 'inconclusive']),
});
export type MaeFindings = z.infer<typeof maeSchema>;

const readingSchema = z.strictObject({
  variant: z.enum(VARIANT_NAMES as [string, ...string[]]),
  reading: z.string(),
  byShots: z.record(z.string(), scoreSchema),
  seeds: z.array(z.number()),
  /** Of the published one-shot runs, mean over the seeds; null for ships. */
  runsError: z.number().nullable(),
});

const ieptSchema = z.strictObject({
  seeds: z.array(z.number()),
  readings: z.array(readingSchema),
  differences: z.array(z.strictObject({ title: z.string(), shots: z.number(), ...differenceSchema.shape })),
  /** Share of views of strange examples that IEPT names right, mean over the seeds. */
  pretextAccuracy: z.number(),
  secondsByVariant: z.record(z.string(), z.number()),
});
export type IeptFindings = z.infer<typeof ieptSchema>;

const estimateSchema = z.strictObject({ value: z.number(), interval });
const waySchema = z.strictObject({
  way: z.string(),
  estimate: estimateSchema,
  /** Less the first way. */
  difference: estimateSchema.nullable(),
});

const mutualSchema = z.strictObject({
  seeds: z.array(z.number()),
  /** Balanced accuracy of naming recordings big or small. */
  passages: z.array(
    z.strictObject({
      mix: z.enum(['balanced', 'skewed']),
      shots: z.number(),
      episodes: z.number(),
      vessels: z.number(),
      ways: z.array(waySchema),
    }),
  ),
  /** F-measure of finding passages in long recordings. */
  events: z.strictObject({
    ships: z.number(),
    passages: z.number(),
    hours: z.number(),
    ways: z.array(waySchema.extend({ precision: estimateSchema, recall: estimateSchema })),
  }),
});
export type MutualFindings = z.infer<typeof mutualSchema>;

/** Balanced accuracy, and less the first arm, which has none beside itself. */
const recipeMeasure = z.strictObject({ ...scoreSchema.shape, beside: differenceSchema.nullable() });

const recipeSchema = z.strictObject({
  seeds: z.array(z.number()),
  /** Asked, of ships of 0 to 20 dB SNR and empty seas. */
  recordings: z.number(),
  arms: z.array(
    z.strictObject({
      arm: z.enum(RECIPE_ARMS),
      /** Until the training of each seed stopped. */
      episodes: z.array(z.number()),
      /** Of training and fitting, median over the seeds. */
      seconds: z.number(),
      /** Of the whole model. */
      verdict: recipeMeasure,
      /** By the number of support recordings. */
      byShots: z.array(z.strictObject({ shots: z.number(), ...recipeMeasure.shape })),
    }),
  ),
});
export type RecipeFindings = z.infer<typeof recipeSchema>;

const twoRuns = z.strictObject({ first: maeSchema, second: maeSchema });

/** What the studies found, small enough to keep; null where a study was not made. */
export const resultsSchema = z.strictObject({
  /** Of the jobs, in their order. */
  commits: z.array(z.string()),
  devices: z.array(z.string()),
  settings: z.unknown(),
  mae: z.strictObject({ ships: twoRuns.nullable(), characters: twoRuns.nullable() }),
  iept: z.strictObject({ characters: z.array(ieptSchema), ships: z.array(ieptSchema) }),
  mutual: mutualSchema.nullable(),
  /** The recipe of the shipped model with the views of IEPT. */
  recipe: recipeSchema.nullable(),
});
export type Results = z.infer<typeof resultsSchema>;
