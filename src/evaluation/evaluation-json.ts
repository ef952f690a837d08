import { detailsOf } from './details.js';
import type { EvaluatedRecording } from './evaluate.js';
import type { EvaluatedModel } from './evaluated-model.js';
import { recordersOf } from './recorder-of-source.js';
import type { EvaluationSummary } from './summary.js';

/** Gives an evaluation as one JSON object; a recording with several cuts has the path of the first. */
export function evaluationJson(
  model: EvaluatedModel,
  evaluated: readonly EvaluatedRecording[],
  summary: EvaluationSummary,
) {
  return {
    model: { name: model.manifest.name, version: model.manifest.version, identity: model.identity },
    recordings: evaluated.map(
      ({ recording, verdict, forced, baseline, probability, shaft, windows, seconds }) => ({
        path: recording.paths[0],
        recording_id: recording.recordingId,
        vessel: recording.vessel,
        source: recording.source,
        size: recording.size,
        verdict: verdict.size,
        confidence: verdict.confidence,
        probability,
        snrDb: recording.snrDb ?? null,
        rangeM: recording.rangeM ?? null,
        shaftHz: shaft?.shaftHz ?? null,
        bladeCount: shaft?.bladeCount ?? null,
        forced: forced.size,
        baseline: baseline.size,
        cuts: recording.paths.length,
        windows,
        seconds,
      }),
    ),
    recorders: recordersOf(evaluated),
    summary,
    details: detailsOf(evaluated),
  };
}
