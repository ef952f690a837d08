import type * as tf from '@tensorflow/tfjs-core';

/** A part of a clip in hops of 100 ms, counted from its first sample. */
export interface Excerpt {
  firstHop: number;
  hops: number;
}

export interface BankShift {
  /** Of the centres, as a share of the distance between neighbours. */
  centre: number;
  /** Of the widths, percent. */
  widthPercent: number;
}

export const HOP_SAMPLES = 1_600;
/** Windows of 512 ms lie wholly inside the clip from here on. */
export const FIRST_HOP = 5;

/** What turns clips into the encoder's input. `Prepared`: what is done to a clip once, before any training. */
export interface FrontEnd<Prepared = unknown> {
  bands: number;
  prepare(samples: Float32Array): Prepared;
  /** Features `[clips, frames, bands]` of the same excerpt of each clip; with a gradient in training. */
  features(clips: readonly { prepared: Prepared; excerpt: Excerpt }[], training: boolean): tf.Tensor3D;
  /** What it learns. */
  variables: tf.Variable[];
  /** To be called after each step. */
  constrain(): void;
  /** How far its bank has moved, medians over the bands. */
  moved?(): BankShift;
  /** The forward pass as the daemon would run it, to be timed: nothing of tfjs, from samples to features. */
  plain(): (samples: Float32Array) => unknown;
}
