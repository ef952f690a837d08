import { z } from 'zod';

/** The model format that this version reads and writes. */
export const FORMAT_VERSION = 1;

const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'the plain name of a file that lies in the model folder')
  .refine((name) => name !== 'manifest.json', 'a manifest cannot list itself');

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/**
 * How audio became the encoder's input. Keys beyond these belong to the feature stage; all of them are part
 * of the model's identity.
 */
const frontEnd = z
  .object({
    sampleRateHz: z.number().positive(),
    windowSeconds: z.number().positive(),
    hopSeconds: z.number().positive(),
    compression: z.enum(['log', 'pcen']),
    /** Shape of the patch, `[frames, bands]`. */
    frames: z.int().positive(),
    bands: z.int().positive(),
  })
  .catchall(z.json());

const score = z.strictObject({
  /** The data set that it was measured on. */
  on: z.string(),
  /** What was measured: "big recall", "balanced accuracy". */
  measure: z.string(),
  value: z.number(),
  /** Of how many, where the value counts recordings. */
  of: z.int().positive().optional(),
  /** 95 % interval. */
  interval: z.tuple([z.number(), z.number()]).optional(),
});

/** `manifest.json` of a model folder: what the model is, what it takes and gives, and where it comes from. */
export const manifestSchema = z
  .strictObject({
    formatVersion: z.literal(FORMAT_VERSION),
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dot, - and _'),
    version: z.string().min(1),
    /**
     * `statistics`: z-scored band statistics, in plain TypeScript. `network`: a tfjs layers model on a backend.
     * `fused`: both, one vector after the other.
     */
    kind: z.enum(['statistics', 'network', 'fused']),
    frontEnd,
    /** Shape of one input without the batch: `[statistics]`, or `[frames, bands, 1]` where there is a network. */
    inputShape: z.array(z.int().positive()).min(1),
    embeddingLength: z.int().positive(),
    training: z.strictObject({ command: z.string(), seed: z.int() }),
    /** What the model learnt from. */
    data: z.array(z.strictObject({ name: z.string(), identity: z.string(), licence: z.string().optional() })),
    scores: z.array(score),
    /** SPDX expression. */
    licence: z.string().min(1),
    /** SHA-256 of every file of the model but this one. */
    files: z.record(fileName, sha256),
  })
  .refine(
    ({ kind, inputShape, frontEnd: { frames, bands } }) =>
      kind === 'statistics' ? inputShape.length === 1 : inputShape.join() === `${frames},${bands},1`,
    {
      path: ['inputShape'],
      message: 'it is [statistics], or the front end’s [frames, bands, 1] for a network',
    },
  );

export type Manifest = z.infer<typeof manifestSchema>;
/** A manifest as its author knows it: format version and hashes are filled in on writing. */
export type ManifestDraft = Omit<Manifest, 'formatVersion' | 'files'>;
