import type { SKRSContext2D } from '@napi-rs/canvas';
import { linearAxis } from '../../features/pictures/axis.js';
import { titledPage } from '../../features/pictures/page.js';
import { drawAxes, type Rectangle } from '../../features/pictures/panel.js';
import type { Measurement } from './checkpoint.js';
import type { FewShotOptions } from './training-options.js';

export const CURVES = { width: 900, height: 640 };
const LOSS_AREA: Rectangle = { left: 90, top: 70, width: 780, height: 210 };
const ERROR_AREA: Rectangle = { left: 90, top: 370, width: 780, height: 210 };
const CURVE = '#21508c';

/**
 * Draws training loss and error on the validation classes (of one shot, or of naming the kind where kinds are learnt)
 * over episodes. Gives a PNG.
 */
export function drawCurves(history: readonly Measurement[], options: FewShotOptions): Buffer {
  const { objective, ways, shots, seed } = options;
  const title = `${objective}, at most ${ways} ways, ${shots} shots, seed ${seed}`;
  const { canvas, context } = titledPage(CURVES, title, LOSS_AREA);

  const losses = history.map(({ episode, loss }) => ({ episode, value: loss }));
  drawCurve(context, LOSS_AREA, 'Training', 'Loss', losses, options.episodes);
  const errors = history.flatMap(({ episode, validationError }) =>
    validationError === null ? [] : [{ episode, value: 100 * validationError }],
  );
  const validation = errors.length > 0 ? 'Validation classes' : 'Validation classes: none were held out';
  drawCurve(context, ERROR_AREA, validation, 'Validation error, %', errors, options.episodes);
  return canvas.toBuffer('image/png');
}

function drawCurve(
  context: SKRSContext2D,
  area: Rectangle,
  title: string,
  unit: string,
  points: readonly { episode: number; value: number }[],
  episodes: number,
): void {
  const highest = points.length > 0 ? Math.max(...points.map(({ value }) => value), 1e-3) : 1;
  const x = linearAxis('Episodes', 0, episodes, 10);
  const y = linearAxis(unit, 0, 1.05 * highest, 5);
  context.strokeStyle = CURVE;
  context.lineWidth = 1.6;
  context.beginPath();
  for (const { episode, value } of points) {
    context.lineTo(
      area.left + x.position(episode) * area.width,
      area.top + (1 - y.position(value)) * area.height,
    );
  }
  context.stroke();
  drawAxes(context, area, title, x, y);
}
