import type { FewShotReport, FewShotScore } from '../few-shot-scores.js';
import { fewShotNotes } from '../few-shot-table.js';
import { rangeOf } from '../figures.js';
import { dotPlot } from './dot-plot.js';
import { html } from './markup.js';
import { page, type ReportSource } from './page.js';
import { table } from './table.js';

/** Gives a few-shot evaluation as one HTML file. */
export function fewShotPage(source: ReportSource, report: FewShotReport): string {
  const { shots, sizes } = report;
  const recordings = sizes.reduce((sum, size) => sum + size.recordings, 0);
  const withBaseline = shots.some(({ baseline }) => baseline);
  const plotted = ({ balancedAccuracy, interval }: FewShotScore) => ({ value: balancedAccuracy, interval });
  const cells = (score: FewShotScore | null) =>
    score ? [score.balancedAccuracy.toFixed(3), rangeOf(score.interval)] : [];
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
  ]);
}
