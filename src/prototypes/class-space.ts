/** The windows of one recording, `[windows][embeddingLength]`. */
export type Windows = readonly Float32Array[];

/** What the distance of a window from a class means. */
export interface DistanceMeaning {
  /** Windows farther than this are something else. */
  reach: number;
  /** How sure it is that a window is of the class, 0–1. */
  confidence(distance: number): number;
}

/** Shares that simulated vessels gave, 0–1. */
export interface Expectation {
  /** Of the other recordings of the vessel. */
  recognised: number;
  /** Of the recordings of other vessels that would bear its name. */
  strangers: number;
}

/** The space in which enrolled classes lie: how near a window is to a class, and what that means. */
export interface ClassSpace {
  /** Where an embedding lies; null for one of a bandwidth that the space does not know. */
  place(embedding: Float32Array): Float64Array | null;
  /** Where a class lies that was taught from these recordings of one bandwidth (at least one). */
  centre(recordings: readonly Windows[]): Float64Array;
  /** From a class to a window. */
  distance(centre: Float64Array, place: Float64Array): number;
  /** What a distance from a class means that was taught from these recordings of one bandwidth. */
  meaning(recordings: readonly Windows[]): DistanceMeaning;
  /** What is to be expected of a class that is taught from so many recordings; null where nobody has tried. */
  expected(recordings: number): Expectation | null;
  /** Distance by which another class must lie farther off for 73 % of the confidence. */
  readonly margin: number;
}

/** Bandwidth tier of an embedding: its last coordinate. */
export const tierOf = (embedding: Float32Array): number => embedding[embedding.length - 1]!;

/** Mean of vectors of one length. */
export function meanOf(vectors: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let i = 0; i < mean.length; i++) mean[i]! += vector[i]! / vectors.length;
  return mean;
}
