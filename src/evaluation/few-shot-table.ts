import type { FewShotReport, FewShotScore } from './few-shot-scores.js';
import { textTable } from './text-table.js';
import { FEWEST_VESSELS } from './vessel-bootstrap.js';

/** Tells a few-shot evaluation on a terminal. */
export function fewShotTable(report: FewShotReport): string {
  const { sizes, shots } = report;
  const withBaseline = shots.some(({ baseline }) => baseline);
  const cells = (score: FewShotScore | null) =>
    score
      ? [score.balancedAccuracy.toFixed(3), score.interval?.map((end) => end.toFixed(2)).join('–') ?? '–']
      : [];
  return [
    textTable(
      ['size', 'recordings', 'vessels'],
      sizes.map(({ size, recordings, vessels }) => [size, String(recordings), String(vessels)]),
    ),
    textTable(
      [
        'k',
        'sites',
        'model',
        '95 % over vessels',
        ...(withBaseline ? ['baseline', '95 % over vessels'] : []),
      ],
      shots.map((one) => [String(one.shots), one.sites, ...cells(one.model), ...cells(one.baseline)]),
    ),
    fewShotNotes(report).join('\n'),
  ].join('\n\n');
}

/** How the episodes were drawn, and what could not be. */
export function fewShotNotes({ shots, sites, leftOut, contradictory, episodes }: FewShotReport): string[] {
  const shared = shots.filter((one) => one.sites === 'shared').map((one) => one.shots);
  return [
    `Balanced accuracy of ${episodes} episodes for each k: one query of each size, ` +
      `k recordings of support, no vessel in both (a recording without a ship counts as its own).`,
    sites.length === 1 ? `All is of one site, ${sites[0]}: support and query share it.` : '',
    sites.length > 1 && shared.length > 0
      ? `No division of the ${sites.length} sites leaves enough on both sides at k = ${shared.join(', ')}: support and query may share a site.`
      : '',
    leftOut.length > 0 ? `Left out, some size has too few recordings: k = ${leftOut.join(', ')}.` : '',
    shots.some(({ model }) => !model.interval)
      ? `No interval where fewer than ${FEWEST_VESSELS} vessels of a size were asked for.`
      : '',
    contradictory.length > 0 ? `Left out, labelled with two sizes: ${contradictory.join(', ')}.` : '',
  ].filter((line) => line !== '');
}
