import type { Score } from '../summary.js';
import { html, type Markup } from './markup.js';

export interface PlottedScore {
  value: number | null;
  interval: readonly [number, number] | null;
}

/** A score as it is plotted. */
export function plotted({
  balancedAccuracy,
  interval,
}: Pick<Score, 'balancedAccuracy' | 'interval'>): PlottedScore {
  return { value: balancedAccuracy, interval };
}

/** One place on the axis: the model's score and, where there is one, the plain baseline's. */
export interface Place {
  name: string;
  model: PlottedScore;
  baseline: PlottedScore | null;
}

const WIDTH = 420;
const HEIGHT = 260;
const LEFT = 34;
const TOP = 34;
const BOTTOM = 34;

/** Scores from 0 to 1 with their 95 % intervals: the model as filled circles, the baseline as hollow squares. */
export function dotPlot(caption: string, places: readonly Place[], axis: string): Markup {
  const y = (score: number) => TOP + (1 - score) * (HEIGHT - TOP - BOTTOM);
  const step = (WIDTH - LEFT) / places.length;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (score) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y(score)}" y2="${y(score)}"/>
<text x="${LEFT - 6}" y="${y(score) + 4}" text-anchor="end">${score}</text>`,
  );
  const whisker = (x: number, kind: string, { interval }: PlottedScore) =>
    interval
      ? [html`<line class="${kind}" x1="${x}" x2="${x}" y1="${y(interval[0])}" y2="${y(interval[1])}"/>`]
      : [];
  const marks = places.flatMap(({ name, model, baseline }, i) => {
    const middle = Math.round(LEFT + (i + 0.5) * step);
    return [
      html`<text x="${middle}" y="${HEIGHT - 18}" text-anchor="middle">${name}</text>`,
      ...whisker(middle - 8, 'model', model),
      ...(model.value === null ? [] : [circle(middle - 8, y(model.value))]),
      ...(baseline ? whisker(middle + 8, 'baseline', baseline) : []),
      ...(baseline?.value == null ? [] : [square(middle + 8, y(baseline.value))]),
    ];
  });
  const baselineShown = places.some(({ baseline }) => baseline);
  return html`<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${caption}">
${ticks}
${marks}
${circle(LEFT + 8, 12)}<text x="${LEFT + 18}" y="16">model</text>
${baselineShown ? html`${square(LEFT + 88, 12)}<text x="${LEFT + 98}" y="16">plain baseline</text>` : ''}
<text x="${WIDTH}" y="${HEIGHT - 2}" text-anchor="end">${axis}</text>
</svg><figcaption>${caption}</figcaption></figure>`;
}

function circle(x: number, y: number): Markup {
  return html`<circle class="model" cx="${x}" cy="${y.toFixed(1)}" r="4"/>`;
}

function square(x: number, y: number): Markup {
  return html`<rect class="baseline" x="${x - 4}" y="${(y - 4).toFixed(1)}" width="8" height="8"/>`;
}
