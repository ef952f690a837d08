import type { LabelledSize } from '../datasets/labelled-recording.js';
import type { Verdict } from '../decision/verdict.js';
import type { EvaluatedRecording } from './evaluate.js';
import type { EvaluatedModel } from './evaluated-model.js';
import { figure, rangeOf } from './figures.js';
import type { Ranking } from './ranking.js';
import { recordersOf, type SiteRecorder } from './recorder-of-source.js';
import type { EvaluationSummary, Score } from './summary.js';

/** Gives docs/OUTCOMES.md: the scores, what they stand, and every recording. Contains nothing of the recordings but their names. */
export function outcomesPage(
  { manifest, identity }: EvaluatedModel,
  evaluated: readonly EvaluatedRecording[],
  summary: EvaluationSummary,
  changes: readonly (readonly [string, EvaluationSummary])[],
): string {
  const sizes = summary.verdict.classes.map(({ size }) => size);
  return `# Outcomes

What the shipped model \`${manifest.name}\` ${manifest.version} says of real recordings. It was fitted on simulated passages
alone and has heard none of them. Made by \`hullprint evaluate INDEX.csv --markdown\`; identity of the model
\`${identity}\`.

## Scores
One verdict a recording (cuts of a recording pooled). The interval is bootstrapped over vessels; there are
${summary.verdict.classes.map(({ size, vessels }) => `${vessels} vessels ${size}`).join(', ')} (a recording without a ship counts as its own).

${markdownTable(
  ['answer', ...sizes, 'right', 'unknown', 'wrong', 'balanced accuracy', '95 %'],
  [
    scoreRow('verdict', summary.verdict),
    scoreRow('forced, without unknown', summary.forced),
    scoreRow('plain baseline (mean and spread of log band levels, same heads), forced', summary.baseline),
  ],
)}

By ranking: area under the receiver operating curve, big against small among ships and ship against none.

${markdownTable(
  ['ranking', 'size AUC', '95 %', 'presence AUC', '95 %'],
  [rankingRow('model', summary.ranking.model), rankingRow('plain baseline', summary.ranking.baseline)],
)}

By source, verdicts right / unknown / wrong. Nearly all big ships, all small ones and all empty seas come from
different recorders: compare within a source.

${markdownTable(
  ['source', 'size', 'recordings', 'right', 'unknown', 'wrong'],
  summary.sources.flatMap(({ source, classes }) =>
    classes.map(({ size, recordings, right, unknown, wrong }) => [
      source,
      size,
      ...[recordings, right, unknown, wrong].map(String),
    ]),
  ),
)}

## The same with the audio changed
Filters act on the samples; noise is white within 8 kHz. Right answers of each size, with the unknown zone, then
forced.

${markdownTable(
  ['change', ...sizes, 'unknown', 'wrong', ...sizes.map((size) => `${size}, forced`)],
  changes.map(([change, { verdict, forced }]) => [
    change,
    ...recalls(verdict),
    String(verdict.unknown),
    String(verdict.wrong),
    ...recalls(forced),
  ]),
)}

${recordersSection(recordersOf(evaluated))}## Every recording
${markdownTable(
  ['recording', 'vessel', 'is', 'verdict', 'p', 'forced', 'baseline', 'shaft Hz'],
  evaluated.map(({ recording, verdict, forced, baseline, shaft }) => [
    recording.recordingId,
    recording.vessel,
    recording.size,
    isRight(recording.size, verdict.size) ? verdict.size : `**${verdict.size}**`,
    verdict.confidence.toFixed(2),
    forced.size,
    baseline.size,
    shaft ? shaft.shaftHz.toFixed(2) : '',
  ]),
)}
`;
}

function recordersSection(recorders: readonly SiteRecorder[]): string {
  if (recorders.length === 0) return '';
  return `## The recorders
Each source is taken for one site. Tilt and low-cut of its recorder are estimated from its recordings, without their
labels, and taken off before the verdict (docs/SITE.md); under a changed audio they are estimated anew. These are
as recorded.

${markdownTable(
  [
    'source',
    'passages',
    'windows without a ship',
    'tilt taken off, dB a decade',
    'standard deviation',
    'low-cut, Hz',
  ],
  recorders.map(({ site, passages, clips, tiltDbPerDecade, sdDbPerDecade, lowCutHz }) => [
    site,
    String(passages),
    String(clips),
    sdDbPerDecade === null ? 'too little heard' : tiltDbPerDecade.toFixed(2),
    sdDbPerDecade?.toFixed(1) ?? '',
    String(lowCutHz ?? ''),
  ]),
)}

`;
}

/** What is neither big, small nor none cannot be wrong. */
function isRight(size: LabelledSize, verdict: Verdict['size']): boolean {
  return size === verdict || size === 'medium' || size === 'unlabelled';
}

function rankingRow(name: string, { size, presence }: Ranking): string[] {
  return [name, ...[size, presence].flatMap(({ auc, interval }) => [figure(auc, 3), rangeOf(interval)])];
}

function scoreRow(name: string, score: Score): string[] {
  return [
    name,
    ...recalls(score),
    String(score.right),
    String(score.unknown),
    String(score.wrong),
    score.balancedAccuracy?.toFixed(3) ?? '',
    score.interval?.map((end) => end.toFixed(2)).join('–') ?? 'too few vessels',
  ];
}

function recalls({ classes }: Score): string[] {
  return classes.map(({ right, recordings }) => `${right}/${recordings}`);
}

/** A table of GitHub’s Markdown. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
