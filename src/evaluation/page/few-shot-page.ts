import type { FewShotReport, FewShotScore } from '../few-shot-scores.js';
import { fewShotNotes } from '../few-shot-table.js';
import { rangeOf } from '../figures.js';
import { type Counted, detailSections, vesselSection } from './detail-sections.js';
import { dotPlot, plotted } from './dot-plot.js';
import { html } from './markup.js';
import { page, type ReportSource } from './page.js';
import { table } from './table.js';

/** Gives a few-shot evaluation as one HTML file. */
export function fewShotPage(source: ReportSource, report: FewShotReport): string {
  const { shots, sizes, details } = report;
  const recordings = sizes.reduce((sum, size) => sum + size.recordings, 0);
  const withBaseline = shots.some(({ baseline }) => baseline);
  const cells = (score: FewShotScore | null) =>
    score ? [score.balancedAccuracy.toFixed(3), rangeOf(score.interval)] : [];
  const counted: Counted = {
    unit: 'answers',
    answers: sizes.map(({ size }) => size),
    confidence: 'confidence of the answer',
  };
  return page(source, `${recordings} recordings, few-shot`, [
    html`<h2>From k recordings of each size</h2>`,
    ...fewShotNotes(report).map((note) => html`<p>${note}</p>`),
    dotPlot(
      `Balanced accuracy; chance is ${(1 / sizes.length).toFixed(2)}`,
      shots.map((one) => ({
        name: `k = ${one.shots}`,
        model: plotted(one.model),
        baseline: one.baseline && plotted(one.baseline),
      })),
      'recordings of support a size',
    ),
    table(
      'Balanced accuracy by k',
      ['k', 'sites', 'model', '95 %', ...(withBaseline ? ['baseline', '95 %'] : [])],
      shots.map((one) => [String(one.shots), one.sites, ...cells(one.model), ...cells(one.baseline)]),
    ),
    html`<h2>Recordings</h2>`,
    table(
      'Drawn from',
      ['size', 'recordings', 'vessels'],
      sizes.map(({ size, recordings: count, vessels }) => [size, String(count), String(vessels)]),
    ),
    html`<h2>Answers at k = ${details.shots}</h2>`,
    html`<p>From here on: each query of the ${report.episodes} episodes at k = ${details.shots} counts as one answer, ${details.sites === 'disjoint' ? 'the largest k whose support and query are of different sites' : 'the largest k; support and query may share a site'}. A recording is asked for again and again. There is no unknown zone: the answer is the size of the nearest prototype, the mean of its support. Its confidence is that size’s share of softmax(−d²), d being the distances to the prototypes; nothing has calibrated it.</p>`,
    ...detailSections(details, counted),
    ...vesselSection(details, counted),
  ]);
}
