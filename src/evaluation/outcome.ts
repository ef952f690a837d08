import type { LabelledRecording, LabelledSize } from '../datasets/labelled-recording.js';
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

/** What is said of a recording, by an evaluation or in an episode, where it is asked for again and again. */
export interface Answer {
  recording: Pick<LabelledRecording, 'recordingId' | 'source' | 'vessel' | 'size' | 'snrDb' | 'rangeM'>;
  /** With the unknown zone, if there is one. */
  verdict: Verdict;
  /** Without it. */
  forced: Verdict;
  /** What the plain baseline is forced to say; null where it was not asked. */
  baseline: Verdict | null;
}

/** An outcome that counts in the scores: medium and unlabelled recordings are listed, not scored. */
export type ScoredOutcome = Outcome & { size: Size };

export function isScored(outcome: Outcome): outcome is ScoredOutcome {
  return outcome.size === 'big' || outcome.size === 'small' || outcome.size === 'none';
}
