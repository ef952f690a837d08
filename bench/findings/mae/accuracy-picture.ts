import type { SKRSContext2D } from '@napi-rs/canvas';
import { type Axis, linearAxis } from '../../../src/features/pictures/axis.js';
import { titledPage } from '../../../src/features/pictures/page.js';
import { drawAxes, FONT, INK, line, type Rectangle } from '../../../src/features/pictures/panel.js';
import type { MaeFindings } from '../results.js';
import { RUNS, type RunName } from '../settings.js';
import { ARMS, type Arm, LETTERS } from './arms.js';

const SIZE = { width: 1080, height: 470 };
const PANELS: Record<RunName, Rectangle> = {
  first: { left: 90, top: 80, width: 355, height: 300 },
  second: { left: 540, top: 80, width: 355, height: 300 },
};
const COLOURS: Record<Arm, string> = {
  random: '#8c8c8c',
  mae: '#c43b3b',
  contrastive: '#21508c',
  'mae-contrastive': '#d18b1f',
  prototypical: '#2f8f4e',
  plain: '#222222',
};

/** Draws the accuracy of every arm over the number of support examples, with intervals, both runs side by side. PNG. */
export function drawAccuracy(runs: Record<RunName, MaeFindings>, title: string): Buffer {
  const { canvas, context } = titledPage(SIZE, title, { left: 30, width: SIZE.width - 60 });
  const scores = RUNS.flatMap((run) => ARMS.flatMap((arm) => Object.values(runs[run].arms[arm]!.byShots)));
  const low = Math.floor(10 * Math.min(...scores.map(({ interval }) => interval[0]))) * 10;
  const high = Math.ceil(10 * Math.max(...scores.map(({ interval }) => interval[1]))) * 10;
  const y = linearAxis('Accuracy, %', low, high, 6);
  for (const run of RUNS) drawRun(context, PANELS[run], `${run} run`, runs[run], y);
  legend(context);
  return canvas.toBuffer('image/png');
}

function drawRun(
  context: SKRSContext2D,
  area: Rectangle,
  title: string,
  { arms }: MaeFindings,
  y: Axis,
): void {
  const shots = Object.keys(arms.mae!.byShots);
  const x: Axis = {
    title: 'Support examples of a class',
    ticks: shots.map((label, value) => ({ value, label })),
    position: (value) => (value + 0.5) / shots.length,
  };
  for (const [number, arm] of ARMS.entries()) {
    context.strokeStyle = COLOURS[arm];
    context.lineWidth = 1.8;
    const places = shots.map((k, i) => {
      const { accuracy, interval } = arms[arm]!.byShots[k]!;
      // The arms stand beside each other, so that their intervals can be told apart.
      const left = area.left + x.position(i) * area.width + 7 * (number - (ARMS.length - 1) / 2);
      const top = (share: number) => area.top + (1 - y.position(100 * share)) * area.height;
      line(context, left, top(interval[0]), left, top(interval[1]));
      return { left, top: top(accuracy) };
    });
    context.fillStyle = COLOURS[arm];
    for (const { left, top } of places) context.fillRect(left - 3, top - 3, 6, 6);
  }
  drawAxes(context, area, title, x, y);
}

function legend(context: SKRSContext2D): void {
  context.font = `13px ${FONT}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const [i, arm] of ARMS.entries()) {
    const top = 100 + 26 * i;
    context.fillStyle = COLOURS[arm];
    context.fillRect(915, top - 5, 10, 10);
    context.fillStyle = INK;
    context.fillText(`${LETTERS[arm]}. ${arm}`, 932, top);
  }
}
