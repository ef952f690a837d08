import { detailsOf } from '../details.js';
import type { EvaluatedRecording } from '../evaluate.js';
import { figure, rangeOf } from '../figures.js';
import type { RankedArea } from '../ranking.js';
import type { EvaluationSummary, Score } from '../summary.js';
import { FEWEST_VESSELS } from '../vessel-bootstrap.js';
import { type Counted, detailSections, vesselSection } from './detail-sections.js';
import { dotPlot, type PlottedScore, plotted } from './dot-plot.js';
import { html, type Markup } from './markup.js';
import { byRecording } from './outcome-tables.js';
import { page, type ReportSource } from './page.js';
import { table } from './table.js';

const COUNTED: Counted = {
  unit: 'recordings',
  answers: ['big', 'small', 'none', 'unknown'],
  confidence: 'confidence of the forced answer',
};

/** Gives an evaluation as one HTML file; docs/EVALUATION.md says how to read it. */
export function evaluationPage(
  source: ReportSource,
  evaluated: readonly EvaluatedRecording[],
  summary: EvaluationSummary,
): string {
  const details = detailsOf(evaluated);
  return page(source, `${summary.scored} recordings`, [
    html`<h2>Scores</h2>`,
    scores(summary),
    ...detailSections(details, COUNTED),
    html`<h2>By source</h2>`,
    table(
      'Verdicts. Different sources are different recorders: compare within a source.',
      ['source', 'size', 'recordings', 'right', 'unknown', 'wrong'],
      summary.sources.flatMap(({ source: name, classes }) =>
        classes.map((count) => [
          name,
          count.size,
          ...[count.recordings, count.right, count.unknown, count.wrong].map(String),
        ]),
      ),
    ),
    ...vesselSection(details, COUNTED),
    html`<h2>By recording</h2>`,
    byRecording(evaluated),
  ]);
}

function scores({ verdict, forced, baseline, ranking, recordings, scored }: EvaluationSummary): Markup {
  const vessels = verdict.classes.map(({ size, vessels: count }) => `${count} ${size}`).join(', ');
  const row = (name: string, score: Score) => [
    name,
    ...score.classes.map(({ right, recordings: of }) => `${right}/${of}`),
    ...[score.right, score.unknown, score.wrong].map(String),
    figure(score.balancedAccuracy, 3),
    rangeOf(score.interval),
  ];
  const area = ({ auc, interval }: RankedArea) => [figure(auc, 3), rangeOf(interval)];
  return html`<p>One verdict a recording. Intervals hold 95 % and are bootstrapped over vessels: ${vessels} (a recording without a ship counts as its own); with fewer than ${FEWEST_VESSELS} of a size there is none.${recordings > scored ? ` ${recordings - scored} recordings are neither big, small nor none: listed, not scored.` : ''}</p>
${table(
  'Right answers and balanced accuracy',
  [
    'answer',
    ...verdict.classes.map(({ size }) => size),
    'right',
    'unknown',
    'wrong',
    'balanced accuracy',
    '95 %',
  ],
  [
    row('verdict', verdict),
    row('forced, without unknown', forced),
    row('plain baseline: mean and spread of levels, forced', baseline),
  ],
)}
${table(
  'Ranking: area under the receiver operating curve',
  ['answer', 'size AUC', '95 %', 'presence AUC', '95 %'],
  [
    ['model', ...area(ranking.model.size), ...area(ranking.model.presence)],
    ['plain baseline', ...area(ranking.baseline.size), ...area(ranking.baseline.presence)],
  ],
)}
${dotPlot(
  'Scores with their intervals, forced answers',
  [
    { name: 'balanced accuracy', model: plotted(forced), baseline: plotted(baseline) },
    { name: 'size AUC', model: ranked(ranking.model.size), baseline: ranked(ranking.baseline.size) },
    {
      name: 'presence AUC',
      model: ranked(ranking.model.presence),
      baseline: ranked(ranking.baseline.presence),
    },
  ],
  '',
)}`;
}

function ranked({ auc, interval }: RankedArea): PlottedScore {
  return { value: auc, interval };
}
