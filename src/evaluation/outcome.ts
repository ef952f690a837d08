import type { LabelledSize } from '../datasets/labelled-recording.js';
import type { Verdict } from '../decision/verdict.js';
import type { Size } from '../prototypes/assessment.js';

/** What was said of one recording beside what it is. */
export interface Outcome {
  recordingId: string;
  source: string;
  vessel: string;
  size: LabelledSize;
  verdict: Verdict['size'];
}

/** An outcome that counts in the scores: medium and unlabelled recordings are listed, not scored. */
export type ScoredOutcome = Outcome & { size: Size };

export function isScored(outcome: Outcome): outcome is ScoredOutcome {
  return outcome.size === 'big' || outcome.size === 'small' || outcome.size === 'none';
}
