import type { FeatureWindow } from '../features/frames.js';

/** Turns feature windows into embeddings; several windows (of several channels) go through one forward pass. */
export interface Encoder {
  readonly embeddingLength: number;
  /** Gives one vector `[embeddingLength]` a window, in the same order. */
  embed(windows: readonly FeatureWindow[]): Promise<Float32Array[]>;
}
