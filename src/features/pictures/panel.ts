import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Axis } from './axis.js';

export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const FONT = 'hullprint';
export const INK = '#222222';
const TICK_LENGTH = 5;

/** Draws frame, ticks, labels and titles around a panel: x below, y on the left. */
export function drawAxes(context: SKRSContext2D, area: Rectangle, title: string, x: Axis, y: Axis): void {
  const { left, top, width, height } = area;
  const bottom = top + height;
  context.strokeStyle = INK;
  context.fillStyle = INK;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);

  context.font = `bold 15px ${FONT}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillText(title, left, top - 9);

  context.font = `12px ${FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { value, label } of x.ticks) {
    const at = Math.round(left + x.position(value) * width) + 0.5;
    line(context, at, bottom, at, bottom + TICK_LENGTH);
    context.fillText(label, at, bottom + TICK_LENGTH + 3);
  }
  context.fillText(x.title, left + width / 2, bottom + 25);

  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { value, label } of y.ticks) {
    const at = Math.round(bottom - y.position(value) * height) + 0.5;
    line(context, left - TICK_LENGTH, at, left, at);
    context.fillText(label, left - TICK_LENGTH - 3, at);
  }
  writeUpwards(context, y.title, left - 58, top + height / 2);
}

export function line(context: SKRSContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

export function writeUpwards(context: SKRSContext2D, text: string, x: number, y: number): void {
  context.save();
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, 0, 0);
  context.restore();
}
