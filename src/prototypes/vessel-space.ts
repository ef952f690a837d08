import { z } from 'zod';
import { type ModelFolder, readModelJson } from '../embedding/model-folder.js';
import {
  type ClassSpace,
  type DistanceMeaning,
  type Expectation,
  meanOf,
  tierOf,
  type Windows,
} from './class-space.js';
import { probabilityOf } from './logistic.js';
import { meanPlace } from './plain-space.js';

/** Name of the file in a model folder. */
export const VESSELS_FILE = 'vessels.json';

const operatingPoint = z.strictObject({
  recordings: z.int().positive(),
  /** Distance within which so few recordings of other vessels lie. */
  reach: z.number().positive(),
  /** Distance at which a recording is as likely of the class as of another vessel, and over which that changes. */
  even: z.number().positive(),
  softness: z.number().positive(),
  /** Share of the other recordings of a vessel that lie within reach, and of recordings of other vessels. */
  recognised: z.number(),
  strangers: z.number(),
});

/** The heads that were tried, cross-validated over the vessels: area under the ROC curve against other vessels. */
const comparison = z.strictObject({
  head: z.enum(['nearest prototype', 'shrinkage LDA', 'unit length after S_r', 'ridge after S_r']),
  recordings: z.int().positive(),
  auroc: z.number(),
});

const vesselTier = z.strictObject({
  tier: z.int().min(0),
  /** Mean of the recordings of ships. */
  mean: z.array(z.number()),
  /** Lower triangle of the whitening matrix, row by row. */
  whitening: z.array(z.array(z.number())),
  /** By rising number of recordings. */
  operating: z.array(operatingPoint).min(1),
  /** Why this head and no other. */
  compared: z.array(comparison),
});

const vesselsSchema = z.strictObject({ tiers: z.array(vesselTier).min(1) });

/** `vessels.json` of a model: what simulated vessels tell of how recordings of one vessel differ. */
export type VesselsParameters = z.infer<typeof vesselsSchema>;
export type VesselTier = VesselsParameters['tiers'][number];

/** What a model knows of vessels; null when it knows nothing. Throws HullprintError (65) when it is damaged. */
export function readVessels(folder: ModelFolder): VesselsParameters | null {
  return folder.files.has(VESSELS_FILE) ? readModelJson(folder, VESSELS_FILE, vesselsSchema) : null;
}

/**
 * The space in which vessels are told apart: what differs between recordings of one vessel (place, sea, recorder,
 * course) is made as small as everything else by whitening with its scatter, what ships have in common is taken off,
 * and only the direction counts (centring and L2 norm, as SimpleShot's CL2N, Wang et al. 2019; whitening as
 * within-class covariance normalisation, Hatch et al. 2006). Distances are those of unit vectors, 0 to 2.
 */
export class VesselSpace implements ClassSpace {
  readonly margin = 0.08;
  readonly #tiers: Map<number, VesselTier>;

  constructor({ tiers }: VesselsParameters) {
    this.#tiers = new Map(tiers.map((each) => [each.tier, each]));
  }

  place(embedding: Float32Array): Float64Array | null {
    const tier = this.#tiers.get(tierOf(embedding));
    return tier ? direction(tier, embedding) : null;
  }

  centre(recordings: readonly Windows[]): Float64Array {
    const tier = this.#tierOf(recordings);
    return unit(meanOf(recordings.map((windows) => direction(tier, meanPlace(windows)))));
  }

  distance(centre: Float64Array, place: Float64Array): number {
    let cosine = 0;
    for (let i = 0; i < centre.length; i++) cosine += centre[i]! * place[i]!;
    return Math.sqrt(Math.max(0, 2 - 2 * cosine));
  }

  meaning(recordings: readonly Windows[]): DistanceMeaning {
    const { reach, even, softness } = operatingAt(this.#tierOf(recordings), recordings.length);
    return { reach, confidence: (distance) => probabilityOf((even - distance) / softness) };
  }

  /** Of the full bandwidth. */
  expected(recordings: number): Expectation {
    const [tier] = this.#tiers.values();
    return operatingAt(tier!, recordings);
  }

  #tierOf([first]: readonly Windows[]): VesselTier {
    return this.#tiers.get(tierOf(first![0]!))!;
  }
}

/** That of as many recordings, or of the next fewer that were tried. */
function operatingAt({ operating }: VesselTier, recordings: number) {
  return operating.findLast((each) => each.recordings <= recordings) ?? operating[0]!;
}

export type Whitening = Pick<VesselTier, 'mean' | 'whitening'>;

/** Centred and whitened. `embedding` may have its tier behind. */
export function whiten({ mean, whitening }: Whitening, embedding: ArrayLike<number>): Float64Array {
  return Float64Array.from(whitening, (row) => {
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += row[i]! * (embedding[i]! - mean[i]!);
    return sum;
  });
}

/** The same, of length one. */
export function direction(tier: Whitening, embedding: ArrayLike<number>): Float64Array {
  return unit(whiten(tier, embedding));
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(vector.reduce((sum, each) => sum + each * each, 0));
  return length > 0 ? vector.map((each) => each / length) : vector;
}
