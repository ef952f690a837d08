import type { SKRSContext2D } from '@napi-rs/canvas';
import { linearAxis } from './axis.js';
import { colourOf } from './colour-map.js';
import { INK, line, type Rectangle, writeUpwards } from './panel.js';
import type { TimeFrequencyImage } from './spectrogram.js';

export interface ColourScale {
  low: number;
  high: number;
}

/** From the 5th to the 99.8th percentile, widened to whole steps: what a recorder’s filter cut off gets no colours. */
export function colourScale(values: Float32Array, step: number): ColourScale {
  const sorted = values.slice().sort();
  const low = Math.floor(sorted[Math.floor(0.05 * (sorted.length - 1))]! / step) * step;
  const high = Math.ceil(sorted[Math.ceil(0.998 * (sorted.length - 1))]! / step) * step;
  return { low, high: Math.max(high, low + step) };
}

/** Fills the area with the image: a pixel is the mean of all columns that fall on it, or the nearest. */
export function drawImage(
  context: SKRSContext2D,
  area: Rectangle,
  image: Pick<TimeFrequencyImage, 'values' | 'columns' | 'rows'>,
  { low, high }: ColourScale,
): void {
  const { values, columns, rows } = image;
  const pixels = context.createImageData(area.width, area.height);
  for (let x = 0; x < area.width; x++) {
    const first = Math.floor((x * columns) / area.width);
    const end = Math.max(first + 1, Math.floor(((x + 1) * columns) / area.width));
    for (let y = 0; y < area.height; y++) {
      const row = Math.floor(((area.height - 1 - y + 0.5) * rows) / area.height);
      let sum = 0;
      for (let column = first; column < end; column++) sum += values[column * rows + row]!;
      const colour = colourOf((sum / (end - first) - low) / (high - low));
      pixels.data.set([...colour, 255], 4 * (y * area.width + x));
    }
  }
  context.putImageData(pixels, area.left, area.top);
}

/** Draws the colours and what they stand for to the right of the area. */
export function drawColourBar(
  context: SKRSContext2D,
  area: Rectangle,
  { low, high }: ColourScale,
  title: string,
): void {
  const left = area.left + area.width + 18;
  const width = 16;
  for (let y = 0; y < area.height; y++) {
    const [red, green, blue] = colourOf(1 - (y + 0.5) / area.height);
    context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
    context.fillRect(left, area.top + y, width, 1);
  }
  context.strokeStyle = INK;
  context.fillStyle = INK;
  context.strokeRect(left - 0.5, area.top - 0.5, width + 1, area.height + 1);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const axis = linearAxis(title, low, high, 6);
  for (const { value, label } of axis.ticks) {
    const at = Math.round(area.top + (1 - axis.position(value)) * area.height) + 0.5;
    line(context, left + width, at, left + width + 4, at);
    context.fillText(label, left + width + 8, at);
  }
  writeUpwards(context, title, left + width + 56, area.top + area.height / 2);
}
