/** What is said of a recording or passage. */
export interface Verdict {
  size: 'big' | 'small' | 'unknown' | 'none';
  /** Probability of the verdict; of the likeliest answer when the verdict is unknown. 0–1. */
  confidence: number;
}
