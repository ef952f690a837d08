import type { LabelledRecording } from '../datasets/labelled-recording.js';
import type { WeightedAssessment } from '../decision/passage.js';
import { meanProbability, NO_UNKNOWN_ZONE, poolAssessments } from '../decision/pool.js';
import type { Verdict } from '../decision/verdict.js';
import type { ShaftEstimate } from '../features/frames.js';
import type { Size } from '../prototypes/assessment.js';
import type { AudioChange } from './audio-change.js';
import type { EvaluatedModel } from './evaluated-model.js';
import { assessAll, hearCuts } from './recording.js';

/** What is said of one recording of an index. */
export interface EvaluatedRecording {
  recording: LabelledRecording;
  windows: number;
  seconds: number;
  /** As the daemon would say it, with the unknown zone. */
  verdict: Verdict;
  /** The likeliest of big, small and none, whatever the zone. */
  forced: Verdict;
  /** What the plain baseline is forced to say. */
  baseline: Verdict;
  /** Mean over the windows, to rank by; null for a recording too short for a window. */
  probability: Record<Size, number> | null;
  baselineProbability: Record<Size, number> | null;
  shaft: ShaftEstimate | null;
}

export interface EvaluationOptions {
  change?: AudioChange | null;
  /** Called after each recording. */
  onProgress?: (done: number) => void;
}

/** Judges every recording of an index, its cuts together. Throws HullprintError for a file that cannot be read. */
export async function evaluateRecordings(
  recordings: readonly LabelledRecording[],
  model: EvaluatedModel,
  { change = null, onProgress }: EvaluationOptions = {},
): Promise<EvaluatedRecording[]> {
  const evaluated: EvaluatedRecording[] = [];
  for (const recording of recordings) {
    const { embeddings, seconds, shaft } = await hearCuts(recording.files, model.encoder, change);
    const windows = assessAll(model.judge, embeddings);
    const baseline = assessAll(model.baseline, embeddings);
    evaluated.push({
      recording,
      windows: windows.length,
      seconds,
      verdict: verdictOf(windows, model.judge.unknownZone),
      forced: verdictOf(windows, NO_UNKNOWN_ZONE),
      baseline: verdictOf(baseline, NO_UNKNOWN_ZONE),
      probability: windows.length > 0 ? meanProbability(windows) : null,
      baselineProbability: baseline.length > 0 ? meanProbability(baseline) : null,
      shaft,
    });
    onProgress?.(evaluated.length);
  }
  return evaluated;
}

/** A recording too short for a window says nothing. */
function verdictOf(windows: readonly WeightedAssessment[], zone: typeof NO_UNKNOWN_ZONE): Verdict {
  return windows.length > 0 ? poolAssessments(windows, zone) : { size: 'unknown', confidence: 0 };
}
