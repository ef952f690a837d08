import type { LabelledRecording } from '../datasets/labelled-recording.js';
import type { WeightedAssessment } from '../decision/passage.js';
import { meanProbability, NO_UNKNOWN_ZONE, poolAssessments } from '../decision/pool.js';
import type { Verdict } from '../decision/verdict.js';
import type { ShaftEstimate } from '../features/frames.js';
import type { Size } from '../prototypes/assessment.js';
import type { AudioChange } from './audio-change.js';
import type { EvaluatedModel } from './evaluated-model.js';
import { bySite, estimateSite, isFlat, type SiteRecorder, type SiteWindow } from './recorder-of-source.js';
import { assessAll, type HearingOptions, hearCuts } from './recording.js';

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
  /** What was found out about its site's recorder; null where nothing was asked. */
  recorder: SiteRecorder | null;
}

export interface EvaluationOptions {
  change?: AudioChange | null;
  /** Called after each recording. */
  onProgress?: (done: number) => void;
}

/**
 * Judges every recording of an index, its cuts together. A model that knows recorders estimates that of each site
 * from all its recordings, without their labels, and takes it off them. Throws HullprintError for a file that cannot
 * be read.
 */
export async function evaluateRecordings(
  recordings: readonly LabelledRecording[],
  model: EvaluatedModel,
  { change = null, onProgress }: EvaluationOptions = {},
): Promise<EvaluatedRecording[]> {
  const judged = new Map<LabelledRecording, EvaluatedRecording>();
  for (const [site, own] of bySite(recordings)) {
    const windows: SiteWindow[][] = [];
    for (const recording of own) {
      const heard = await judgeRecording(recording, model, { change });
      judged.set(recording, heard.evaluated);
      windows.push(heard.windows);
      onProgress?.(judged.size);
    }
    if (model.prior === null) continue;
    const recorder = estimateSite(site, windows, model.prior);
    for (const recording of own) {
      const plain = judged.get(recording)!;
      const { evaluated } = isFlat(recorder)
        ? { evaluated: plain }
        : await judgeRecording(recording, model, { change, response: recorder });
      // The plain baseline is left plain.
      const { baseline, baselineProbability } = plain;
      judged.set(recording, { ...evaluated, baseline, baselineProbability, recorder });
    }
  }
  return recordings.map((recording) => judged.get(recording)!);
}

async function judgeRecording(
  recording: LabelledRecording,
  model: EvaluatedModel,
  options: HearingOptions,
): Promise<{ evaluated: EvaluatedRecording; windows: SiteWindow[] }> {
  const { compression } = model;
  const heard = await hearCuts(recording.files, model.encoder, { ...options, compression });
  const { embeddings, features, seconds, shaft } = heard;
  const windows = assessAll(model.judge, embeddings);
  const baseline = assessAll(model.baseline, embeddings);
  return {
    evaluated: {
      recording,
      windows: windows.length,
      seconds,
      verdict: verdictOf(windows, model.judge.unknownZone),
      forced: verdictOf(windows, NO_UNKNOWN_ZONE),
      baseline: verdictOf(baseline, NO_UNKNOWN_ZONE),
      probability: windows.length > 0 ? meanProbability(windows) : null,
      baselineProbability: baseline.length > 0 ? meanProbability(baseline) : null,
      shaft,
      recorder: null,
    },
    windows: features.map((one, i) => ({
      features: one,
      ship: 1 - windows[i].assessment.probability.none,
    })),
  };
}

/** A recording too short for a window says nothing. */
function verdictOf(windows: readonly WeightedAssessment[], zone: typeof NO_UNKNOWN_ZONE): Verdict {
  return windows.length > 0 ? poolAssessments(windows, zone) : { size: 'unknown', confidence: 0 };
}
