import type { Calibration } from '../calibration.js';
import { figure } from '../figures.js';
import { html, type Markup } from './markup.js';
import { table } from './table.js';

const SIDE = 300;
const LEFT = 34;
const BOTTOM = 36;

/** Share right over confidence; what lies on the diagonal is as sure as it says. Circles grow with what is counted. */
export function reliability(
  { bins, expectedError }: Calibration,
  { unit, confidence: axis }: { unit: string; confidence: string },
): Markup {
  const x = (confidence: number) => LEFT + confidence * (SIDE - LEFT - 8);
  const y = (share: number) => 8 + (1 - share) * (SIDE - 8 - BOTTOM);
  const most = Math.max(...bins.map(({ recordings }) => recordings));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (tick) => html`<line class="grid" x1="${x(0)}" x2="${x(1)}" y1="${y(tick)}" y2="${y(tick)}"/>
<text x="${LEFT - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>
<text x="${x(tick)}" y="${y(0) + 16}" text-anchor="middle">${tick}</text>`,
  );
  const circles = bins.map(
    ({ meanConfidence, shareRight, recordings }) =>
      html`<circle class="model" fill-opacity="0.35" cx="${x(meanConfidence).toFixed(1)}" cy="${y(shareRight).toFixed(1)}" r="${(3 + 9 * Math.sqrt(recordings / most)).toFixed(1)}"/>`,
  );
  return html`<div class="figures"><figure class="square"><svg viewBox="0 0 ${SIDE} ${SIDE}" role="img" aria-label="Reliability diagram">
${ticks}
<line class="grid" stroke-dasharray="4 4" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>
${circles}
<text x="${x(1)}" y="${SIDE - 4}" text-anchor="end">${axis}</text>
</svg><figcaption>Share right over confidence. Below the diagonal the model is too sure. Circles grow with the ${unit}.</figcaption></figure>
${table(
  `Expected calibration error ${figure(expectedError, 3)}`,
  ['confidence', unit, 'mean confidence', 'share right'],
  bins.map(({ from, until, recordings, meanConfidence, shareRight }) => [
    `${from} to ${until}`,
    String(recordings),
    meanConfidence.toFixed(3),
    shareRight.toFixed(3),
  ]),
)}</div>`;
}
