export type Size = 'big' | 'small' | 'none';

/** What one window says. The three probabilities sum to 1. */
export interface Assessment {
  probability: Record<Size, number>;
  /** Nearest prototypes first. */
  nearest: { class: string; distance: number }[];
  /** An enrolled vessel class, when one is near enough. */
  vesselClass: { name: string; confidence: number } | null;
}

/** Judges an embedding against the prototypes and heads of one model. */
export interface Judge {
  assess(embedding: Float32Array): Assessment;
}
