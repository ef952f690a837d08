import { createHash } from 'node:crypto';
import type { Assessment, Judge, Size } from './assessment.js';
import { probabilityOf } from './logistic.js';

/** A class with the recordings it was taught from: the windows of each, `[windows][embeddingLength]`. */
export interface SupportedClass {
  name: string;
  size: Size;
  recordings: readonly (readonly Float32Array[])[];
}

/** How far a window may lie from a class taught from one recording; chosen on simulated vessels (docs/ENROLLMENT.md). */
export const FARTHEST_OF_ONE = 0.7;
/** Held-out recordings of a class widen or narrow its reach, but not beyond these. */
const LEAST_REACH = 0.5;
const MOST_REACH = 1;
/** How many recordings the reach of one recording is worth against what is held out. */
const REACH_PRIOR = 2;
/** Distance over which a confidence falls from 0.73 to 0.5. */
const SOFTNESS = 0.08;

interface NearClass {
  class: string;
  distance: number;
  size: Size;
  reach: number;
}

interface Recognised {
  name: string;
  confidence: number;
  size: Size;
}

interface Prototype {
  name: string;
  size: Size;
  tier: number;
  centre: Float64Array;
  /** Windows farther than this are something else. */
  reach: number;
}

/**
 * Names the enrolled class whose prototype is nearest, when it is near enough. Distances are root mean square per
 * coordinate of the embedding (z-scores of the training set); only windows of the same tier of bandwidth, the
 * last coordinate, are compared. The prototype is the mean of its recordings, each counting the same.
 */
export class EnrolledClasses {
  readonly identity: string;
  readonly names: readonly string[];
  readonly #prototypes: Prototype[];

  constructor(classes: readonly SupportedClass[]) {
    this.names = classes.map(({ name }) => name);
    this.identity = identityOf(classes);
    this.#prototypes = classes.flatMap(prototypesOf);
  }

  /** Nearest first. */
  nearest(embedding: Float32Array): NearClass[] {
    return this.#prototypes
      .filter(({ tier }) => tier === embedding[embedding.length - 1])
      .map(({ name, size, centre, reach }) => ({
        class: name,
        distance: distanceTo(centre, embedding),
        size,
        reach,
      }))
      .sort((a, b) => a.distance - b.distance);
  }

  /** The class that a window belongs to; null when it lies within reach of none. */
  recognise(embedding: Float32Array): Recognised | null {
    return recognised(this.nearest(embedding));
  }
}

/** Of the classes by distance, the one that the window belongs to, with how sure that is: within its reach, and nearer than any other. */
function recognised([first, second]: readonly NearClass[]): Recognised | null {
  if (!first || first.distance > first.reach) return null;
  const within = probabilityOf((first.reach - first.distance) / SOFTNESS);
  const margin = second ? probabilityOf((second.distance - first.distance) / SOFTNESS) : 1;
  return { name: first.class, confidence: within * margin, size: first.size };
}

/**
 * A judge that also knows enrolled classes. What it holds of the size stays the shipped model's; only a class enrolled
 * as `none` (a pump, a generator) takes its share away from the ships.
 */
export function judgeWithClasses(judge: Judge, enrolled: EnrolledClasses): Judge {
  if (enrolled.names.length === 0) return judge;
  return {
    assess: (embedding) => {
      const shipped = judge.assess(embedding);
      const classes = enrolled.nearest(embedding);
      const named = recognised(classes);
      const near = classes.map(({ class: name, distance }) => ({ class: name, distance }));
      const nearest = [...shipped.nearest, ...near].sort((a, b) => a.distance - b.distance);
      if (named?.size === 'none') {
        return { probability: without(shipped.probability, named.confidence), nearest, vesselClass: null };
      }
      const vesselClass = named && { name: named.name, confidence: named.confidence };
      return { ...shipped, nearest, vesselClass };
    },
  };
}

function without({ big, small, none }: Assessment['probability'], share: number): Assessment['probability'] {
  return { big: big * (1 - share), small: small * (1 - share), none: none * (1 - share) + share };
}

/** One prototype for each tier of bandwidth that the class was heard in. */
function prototypesOf({ name, size, recordings }: SupportedClass): Prototype[] {
  const windows = recordings.flat();
  const tiers = [...new Set(windows.map((window) => window[window.length - 1]))];
  return tiers.map((tier) => {
    const heard = recordings
      .map((recording) => recording.filter((window) => window[window.length - 1] === tier))
      .filter((recording) => recording.length > 0);
    const means = heard.map(meanOf);
    return { name, size, tier, centre: meanOf(means), reach: reachOf(heard, means) };
  });
}

/** Each recording is held out in turn: how far are its windows, by their median, from the mean of the others? */
function reachOf(heard: readonly (readonly Float32Array[])[], means: readonly Float64Array[]): number {
  if (heard.length < 2) return FARTHEST_OF_ONE;
  const held = heard.map((windows, i) => {
    const centre = meanOf(means.filter((_, j) => j !== i));
    const distances = windows.map((window) => distanceTo(centre, window)).sort((a, b) => a - b);
    return distances[Math.floor(distances.length / 2)];
  });
  const shrunk =
    (REACH_PRIOR * FARTHEST_OF_ONE + held.length * Math.max(...held)) / (REACH_PRIOR + held.length);
  return Math.min(MOST_REACH, Math.max(LEAST_REACH, shrunk));
}

/** Mean of embeddings `[count][length]`, without the tier `[length − 1]`; of centres, as they are. */
function meanOf(vectors: readonly (Float32Array | Float64Array)[]): Float64Array {
  const isCentre = vectors[0] instanceof Float64Array;
  const mean = new Float64Array(vectors[0].length - (isCentre ? 0 : 1));
  for (const vector of vectors) for (let i = 0; i < mean.length; i++) mean[i] += vector[i] / vectors.length;
  return mean;
}

function distanceTo(centre: Float64Array, embedding: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < centre.length; i++) sum += (centre[i] - embedding[i]) ** 2;
  return Math.sqrt(sum / centre.length);
}

function identityOf(classes: readonly SupportedClass[]): string {
  const hash = createHash('sha256');
  for (const { name, size, recordings } of classes) {
    hash.update(JSON.stringify([name, size, recordings.length]));
    for (const window of recordings.flat()) {
      hash.update(new Uint8Array(window.buffer, window.byteOffset, window.byteLength));
    }
  }
  return hash.digest('hex');
}
