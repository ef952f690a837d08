import { analysisRateHz } from '../analysis.js';
import { leafFeatures } from '../leaf.js';
import type { Leaf } from '../leaf-parameters.js';
import { bandAxis, linearAxis } from './axis.js';
import { colourScale, drawColourBar, drawImage } from './image-panel.js';
import { titledPage } from './page.js';
import { drawAxes, type Rectangle } from './panel.js';

export const LEAF_PICTURE = { width: 1280, height: 600 };
export const LEAF_AREA: Rectangle = { left: 90, top: 80, width: 1060, height: 460 };
const COLOUR_STEP = 0.5;

/**
 * Draws LEAF's features of a signal at 16 kHz that began `startSeconds` into its recording: a row for each filter, the
 * lowest centre at the bottom. Gives a PNG.
 */
export function drawLeaf(title: string, samples: Float32Array, startSeconds: number, leaf: Leaf): Buffer {
  const { values, frames, bands } = leafFeatures(samples, leaf);
  const { centre } = leaf.parameters;
  // Training may move one filter past another.
  const order = Array.from(centre.keys()).sort((a, b) => centre[a] - centre[b]);
  const image = {
    values: values.map((_, i) => values[i - (i % bands) + order[i % bands]]),
    columns: frames,
    rows: bands,
  };
  const centresHz = order.map((filter) => (centre[filter] * analysisRateHz) / (2 * Math.PI));
  const endSeconds = startSeconds + (frames * leaf.strideSamples) / analysisRateHz;

  const { canvas, context } = titledPage(LEAF_PICTURE, title, LEAF_AREA);
  const scale = colourScale(image.values, COLOUR_STEP);
  drawImage(context, LEAF_AREA, image, scale);
  const time = linearAxis('Time, s', startSeconds, endSeconds, 12);
  drawAxes(context, LEAF_AREA, `LEAF, ${bands} filters`, time, bandAxis(centresHz));
  drawColourBar(context, LEAF_AREA, scale, 'sPCEN');
  return canvas.toBuffer('image/png');
}
