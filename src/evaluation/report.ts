import { scoreBySnr } from './conditions.js';
import type { EvaluatedRecording } from './evaluate.js';
import { figure, rangeName, rangeOf } from './figures.js';
import type { RankedArea, Ranking } from './ranking.js';
import { recordersOf, type SiteRecorder } from './recorder-of-source.js';
import { type ClassCount, SIZES } from './scores.js';
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
    ranking(summary),
    conditions(evaluated),
    intervalNote(summary.verdict),
    recordersTable(recordersOf(evaluated)),
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
    figure(score.balancedAccuracy, 3),
    rangeOf(score.interval),
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

function ranking({ ranking: { model, baseline } }: EvaluationSummary): string {
  const cells = ({ auc, interval }: RankedArea) => [figure(auc, 3), rangeOf(interval)];
  const row = (name: string, { size, presence }: Ranking) => [name, ...cells(size), ...cells(presence)];
  return textTable(
    ['ranking', 'size AUC', '95 % over vessels', 'presence AUC', '95 % over vessels'],
    [row('model', model), row('baseline', baseline)],
  );
}

function conditions(evaluated: readonly EvaluatedRecording[]): string {
  const bins = scoreBySnr(evaluated);
  if (bins.length === 0) return '';
  const sizes = SIZES.filter((size) => size !== 'none');
  const recall = ({ classes }: Score, wanted: string) => {
    const found = classes.find(({ size }) => size === wanted);
    return found ? `${found.right}/${found.recordings}` : '–';
  };
  const cells = (score: Score) => [figure(score.balancedAccuracy, 3), rangeOf(score.interval)];
  return textTable(
    ['ship over sea, beside all none', ...sizes, 'balanced accuracy', '95 %', 'baseline', '95 %'],
    bins.map((bin) => [
      `${rangeName(bin)} dB`,
      ...sizes.map((size) => recall(bin.verdict, size)),
      ...cells(bin.verdict),
      ...cells(bin.baseline!), // an evaluation always asks it
    ]),
  );
}

function intervalNote({ classes, interval }: Score): string {
  const vessels = classes.map(({ size, vessels: count }) => `${size} ${count}`).join(', ');
  return interval
    ? `Vessels: ${vessels} (a recording without a ship counts as its own).`
    : `Vessels: ${vessels}: too few for an interval, which takes ${FEWEST_VESSELS} of each size.`;
}

/** What was taken off each site's recordings; nothing where no recorder was estimated. */
function recordersTable(recorders: readonly SiteRecorder[]): string {
  if (recorders.length === 0) return '';
  return textTable(
    ['recorder of', 'passages', 'clips', 'tilt taken off, dB/decade', '±', 'low-cut taken off, Hz'],
    recorders.map(({ site, passages, clips, tiltDbPerDecade, sdDbPerDecade, lowCutHz }) => [
      site,
      String(passages),
      String(clips),
      sdDbPerDecade === null ? 'too little heard' : tiltDbPerDecade.toFixed(2),
      sdDbPerDecade?.toFixed(1) ?? '',
      lowCutHz === null ? '' : String(lowCutHz),
    ]),
  );
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
