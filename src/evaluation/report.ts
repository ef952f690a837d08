import type { EvaluatedRecording } from './evaluate.js';
import type { ClassCount } from './scores.js';
import type { EvaluationSummary, Score } from './summary.js';
import { textTable } from './text-table.js';
import { FEWEST_VESSELS } from './vessel-bootstrap.js';

/** Tells an evaluation on a terminal: per class and source, the scores, every recording. */
export function evaluationReport(
  evaluated: readonly EvaluatedRecording[],
  summary: EvaluationSummary,
): string {
  const unscored = summary.recordings - summary.scored;
  return [
    bySource(summary),
    scores(summary),
    intervalNote(summary.verdict),
    outcomes(evaluated),
    unscored > 0 ? `${unscored} recordings are neither big, small nor none: listed, not scored.` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function bySource({ sources, verdict }: EvaluationSummary): string {
  const row = (source: string, count: ClassCount) => [
    source,
    count.size,
    ...[count.recordings, count.right, count.unknown, count.wrong].map(String),
  ];
  const rows = sources.flatMap(({ source, classes }) => classes.map((count) => row(source, count)));
  const totals = verdict.classes.map((count) => row('all', count));
  return textTable(['source', 'size', 'recordings', 'right', 'unknown', 'wrong'], [...rows, ...totals]);
}

function scores({ verdict, forced, baseline }: EvaluationSummary): string {
  const sizes = verdict.classes.map(({ size }) => size);
  const row = (name: string, score: Score) => [
    name,
    ...score.classes.map(({ right, recordings }) => `${right}/${recordings}`),
    String(score.right),
    String(score.unknown),
    String(score.wrong),
    score.balancedAccuracy === null ? '–' : score.balancedAccuracy.toFixed(3),
    score.interval ? score.interval.map((end) => end.toFixed(2)).join('–') : '–',
  ];
  return textTable(
    ['answer', ...sizes, 'right', 'unknown', 'wrong', 'balanced accuracy', '95 % over vessels'],
    [
      row('verdict', verdict),
      row('forced, without unknown', forced),
      row('baseline: mean and spread of levels, forced', baseline),
    ],
  );
}

function intervalNote({ classes, interval }: Score): string {
  const vessels = classes.map(({ size, vessels: count }) => `${size} ${count}`).join(', ');
  return interval
    ? `Vessels: ${vessels} (a recording without a ship counts as its own).`
    : `Vessels: ${vessels}: too few for an interval, which takes ${FEWEST_VESSELS} of each size.`;
}

function outcomes(evaluated: readonly EvaluatedRecording[]): string {
  const mark = ({ recording: { size }, verdict }: EvaluatedRecording) => {
    if (size === 'medium' || size === 'unlabelled') return '';
    return verdict.size === size ? 'right' : verdict.size === 'unknown' ? 'unknown' : 'wrong';
  };
  return textTable(
    ['recording', 'vessel', 'size', 'verdict', 'p', 'forced', 'baseline', 'outcome'],
    evaluated.map((one) => [
      one.recording.recordingId,
      one.recording.vessel,
      one.recording.size,
      one.verdict.size,
      one.verdict.confidence.toFixed(2),
      one.forced.size,
      one.baseline.size,
      mark(one),
    ]),
    false,
  );
}
