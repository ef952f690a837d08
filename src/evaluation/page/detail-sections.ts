import type { Verdict } from '../../decision/verdict.js';
import type { ConditionBin } from '../conditions.js';
import type { EvaluationDetails } from '../details.js';
import { figure, rangeName, rangeOf } from '../figures.js';
import type { Score } from '../summary.js';
import { dotPlot, plotted } from './dot-plot.js';
import { html, type Markup } from './markup.js';
import { reliability } from './reliability.js';
import { table } from './table.js';

/** What the figures of a page count. */
export interface Counted {
  unit: 'recordings' | 'answers';
  /** All that could be said. */
  answers: readonly Verdict['size'][];
  /** Which confidence reliability is about. */
  confidence: string;
}

/** Confusion, reliability, and scores by SNR and range where the index tells them. */
export function detailSections(
  { confusion, calibration, bySnr, byRange }: EvaluationDetails,
  counted: Counted,
): Markup[] {
  const { unit, answers } = counted;
  return [
    html`<h2>Confusion</h2>`,
    table(
      `What was there (rows) and what was said (columns), in ${unit}`,
      ['is', ...answers],
      confusion.map(({ size, said }) => [
        size,
        ...answers.map((answer) =>
          answer === size ? html`<span class="diagonal">✓ ${said[answer]}</span>` : String(said[answer]),
        ),
      ]),
    ),
    html`<h2>Reliability</h2>`,
    reliability(calibration, counted),
    ...conditions('SNR', 'dB', bySnr),
    ...conditions('range', 'm', byRange),
  ];
}

/** Each ship with what was said of it counted; the sea without ships as one row. */
export function vesselSection(
  { byVessel }: Pick<EvaluationDetails, 'byVessel'>,
  { unit, answers }: Counted,
): Markup[] {
  const withUnknown = answers.includes('unknown');
  return [
    html`<h2>By vessel</h2>`,
    table(
      withUnknown ? 'Verdicts, with the unknown zone' : 'Answers about each vessel',
      ['vessel', unit, 'right', ...(withUnknown ? ['unknown'] : []), 'wrong', 'share right'],
      byVessel.map(({ vessel, size, recordings, right, unknown, wrong }) => [
        vessel === null ? 'no ship' : `${vessel} (${size})`,
        ...[recordings, right, ...(withUnknown ? [unknown] : [])].map(String),
        wrong > 0 ? html`<span class="wrong">✗ ${wrong}</span>` : '0',
        (right / recordings).toFixed(2),
      ]),
    ),
  ];
}

function conditions(name: string, unit: string, bins: readonly ConditionBin[]): Markup[] {
  if (bins.length === 0) return [];
  const title = `By ${name}`;
  const caption = `Balanced accuracy of the ships of each ${name} beside all recordings without a ship`;
  const recalls = ({ classes }: Score) =>
    (['big', 'small'] as const).map((wanted) => {
      const found = classes.find(({ size }) => size === wanted);
      return found ? `${found.right}/${found.recordings}` : '–';
    });
  const cells = ({ balancedAccuracy, interval }: Score) => [figure(balancedAccuracy, 3), rangeOf(interval)];
  const withBaseline = bins.every(({ baseline }) => baseline);
  return [
    html`<h2>${title}</h2>`,
    dotPlot(
      caption,
      bins.map((bin) => ({
        name: rangeName(bin),
        model: plotted(bin.verdict),
        baseline: bin.baseline && plotted(bin.baseline),
      })),
      `${name}, ${unit}`,
    ),
    table(
      title,
      [
        `${name}, ${unit}`,
        'big',
        'small',
        'balanced accuracy',
        '95 %',
        ...(withBaseline ? ['baseline', '95 %'] : []),
      ],
      bins.map((bin) => [
        rangeName(bin),
        ...recalls(bin.verdict),
        ...cells(bin.verdict),
        ...(bin.baseline ? cells(bin.baseline) : []),
      ]),
    ),
  ];
}
