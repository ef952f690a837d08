import type { ManifestDraft } from '../embedding/manifest.js';
import type { EvaluationSummary, Score } from './summary.js';

/** Gives an evaluation as a manifest lists it; `on` says what the recordings are. */
export function manifestScores(on: string, summary: EvaluationSummary): ManifestDraft['scores'] {
  const scores = (how: string, score: Score): ManifestDraft['scores'] => [
    ...score.classes.map(({ size, right, recordings }) => ({
      on,
      measure: `${size} right, ${how}`,
      value: right,
      of: recordings,
    })),
    ...(score.balancedAccuracy === null
      ? []
      : [
          {
            on,
            measure: `balanced accuracy, ${how}`,
            value: Number(score.balancedAccuracy.toFixed(4)),
            ...(score.interval && {
              interval: score.interval.map((end) => Number(end.toFixed(3))) as [number, number],
            }),
          },
        ]),
  ];
  return [
    ...scores('with unknown', summary.verdict),
    ...scores('forced', summary.forced),
    ...scores('baseline, forced', summary.baseline),
  ];
}
