import type { SKRSContext2D } from '@napi-rs/canvas';
import { linearAxis } from '../features/pictures/axis.js';
import { titledPage } from '../features/pictures/page.js';
import { drawAxes, type Rectangle } from '../features/pictures/panel.js';

export const CURVES = { width: 900, height: 640 };
const AREAS: readonly [Rectangle, Rectangle] = [
  { left: 90, top: 70, width: 780, height: 210 },
  { left: 90, top: 370, width: 780, height: 210 },
];
const CURVE = '#21508c';

/** How far a training is: episodes or epochs. */
interface Progress {
  title: string;
  unit: string;
  /** At its longest. */
  length: number;
}

interface Curve {
  title: string;
  unit: string;
  points: readonly { at: number; value: number }[];
}

/** Draws what is learnt from above what is validated on, over the length of a training. Gives a PNG. */
export function drawCurves(progress: Progress, curves: readonly [Curve, Curve]): Buffer {
  const { canvas, context } = titledPage(CURVES, progress.title, AREAS[0]);
  for (const [i, curve] of curves.entries()) drawCurve(context, AREAS[i]!, progress, curve);
  return canvas.toBuffer('image/png');
}

function drawCurve(
  context: SKRSContext2D,
  area: Rectangle,
  progress: Progress,
  { title, unit, points }: Curve,
): void {
  const highest = points.length > 0 ? Math.max(...points.map(({ value }) => value), 1e-3) : 1;
  const x = linearAxis(progress.unit, 0, progress.length, 10);
  const y = linearAxis(unit, 0, 1.05 * highest, 5);
  context.strokeStyle = CURVE;
  context.lineWidth = 1.6;
  context.beginPath();
  for (const { at, value } of points) {
    context.lineTo(area.left + x.position(at) * area.width, area.top + (1 - y.position(value)) * area.height);
  }
  context.stroke();
  drawAxes(context, area, title, x, y);
}
