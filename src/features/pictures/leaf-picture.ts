import { createCanvas } from '@napi-rs/canvas';
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
/** Of a picture without a scale: fine enough to leave the contrast to what is heard. */
const PLAIN_STEP = 0.01;

/** LEAF's features of a signal at 16 kHz as an image: a row for each filter, the lowest centre at the bottom. */
function leafImage(samples: Float32Array, leaf: Leaf) {
  const { values, frames, bands } = leafFeatures(samples, leaf);
  const { centre } = leaf.parameters;
  // Training may move one filter past another.
  const order = Array.from(centre.keys()).sort((a, b) => centre[a] - centre[b]);
  const image = {
    values: values.map((_, i) => values[i - (i % bands) + order[i % bands]]),
    columns: frames,
    rows: bands,
  };
  return { image, centresHz: order.map((filter) => (centre[filter] * analysisRateHz) / (2 * Math.PI)) };
}

/**
 * Draws LEAF's features of a signal at 16 kHz that began `startSeconds` into its recording, with axes. Gives a PNG.
 */
export function drawLeaf(title: string, samples: Float32Array, startSeconds: number, leaf: Leaf): Buffer {
  const { image, centresHz } = leafImage(samples, leaf);
  const endSeconds = startSeconds + (image.columns * leaf.strideSamples) / analysisRateHz;
  const { canvas, context } = titledPage(LEAF_PICTURE, title, LEAF_AREA);
  const scale = colourScale(image.values, COLOUR_STEP);
  drawImage(context, LEAF_AREA, image, scale);
  const time = linearAxis('Time, s', startSeconds, endSeconds, 12);
  drawAxes(context, LEAF_AREA, `LEAF, ${image.rows} filters`, time, bandAxis(centresHz));
  drawColourBar(context, LEAF_AREA, scale, 'sPCEN');
  return canvas.toBuffer('image/png');
}

/** LEAF's features as ink on paper and nothing else, a pixel for each filter and frame: to learn from. Gives a PNG. */
export function plainLeaf(samples: Float32Array, leaf: Leaf): Buffer {
  const { image } = leafImage(samples, leaf);
  const { values, columns, rows } = image;
  const { low, high } = colourScale(values, PLAIN_STEP);
  const canvas = createCanvas(columns, rows);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(columns, rows);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const ink = Math.min(Math.max((values[column * rows + row] - low) / (high - low), 0), 1);
      const paper = Math.round(255 * (1 - ink));
      pixels.data.set([paper, paper, paper, 255], 4 * ((rows - 1 - row) * columns + column));
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas.toBuffer('image/png');
}
