import * as tf from '@tensorflow/tfjs-core';
import { type ColourScale, drawImage } from '../../../src/features/pictures/image-panel.js';
import { titledPage } from '../../../src/features/pictures/page.js';
import { Random } from '../../../src/simulator/random.js';
import type { MaskedAutoencoder } from '../../../src/training/few-shot/mae.js';
import type { Field } from '../settings.js';
import { patchesOf, type Subject } from '../subject.js';

const EXAMPLES = 6;
const CELL = { width: 150, height: 150, gap: 14 };
const LEFT = 170;
const TOP = 80;
const ROWS = ['the whole', 'what it sees', 'what it makes of it'];
const SCALES: Record<Field, ColourScale> = { ships: { low: -25, high: 25 }, characters: { low: 0, high: 1 } };

/** Draws patches of strange examples: whole, masked, and with the hidden tiles as the autoencoder tells them. PNG. */
export async function drawReconstruction<Example>(
  autoencoder: MaskedAutoencoder,
  subject: Subject<Example>,
  field: Field,
): Promise<Buffer> {
  const { height, width } = subject.training;
  const { items } = subject.test;
  const step = Math.max(1, Math.floor(items.length / EXAMPLES));
  const chosen = Array.from({ length: Math.min(EXAMPLES, items.length) }, (_, i) => items[i * step]!);
  const patches = patchesOf(subject, chosen);
  const { told, seen } = tf.tidy(() => {
    const whole = tf.tensor3d(patches, [chosen.length, height, width]);
    const mask = autoencoder.drawMask(chosen.length, new Random('reconstruction'));
    const back = (tiles: tf.Tensor3D) => uncut(tiles, autoencoder);
    const cut = autoencoder.encoder.cut(whole);
    const visible = tf.sub(1, tf.expandDims(mask.hidden, 2));
    const low = tf.mul(tf.sub(1, visible), SCALES[field].low);
    return {
      told: back(autoencoder.reconstruct(whole, mask)),
      seen: back(tf.add(tf.mul(cut, visible), low)),
    };
  });
  const rows = [patches, await seen.data(), await told.data()] as Float32Array[];
  tf.dispose([told, seen]);
  const size = {
    width: LEFT + chosen.length * (CELL.width + CELL.gap),
    height: TOP + ROWS.length * (CELL.height + CELL.gap),
  };
  const { canvas, context } = titledPage(
    size,
    'A masked autoencoder: three quarters of the tiles are hidden',
    {
      left: 20,
      width: size.width - 40,
    },
  );
  context.font = '14px hullprint';
  for (const [row, values] of rows.entries()) {
    const top = TOP + row * (CELL.height + CELL.gap);
    context.fillText(ROWS[row]!, 20, top + CELL.height / 2, LEFT - 30);
    for (let i = 0; i < chosen.length; i++) {
      const area = { left: LEFT + i * (CELL.width + CELL.gap), top, width: CELL.width, height: CELL.height };
      const patch = values.subarray(i * height * width, (i + 1) * height * width);
      drawImage(
        context,
        area,
        { values: upright(patch, height, width, field), ...shapeOf(height, width, field) },
        SCALES[field],
      );
    }
  }
  return canvas.toBuffer('image/png');
}

/** Pictures are drawn column by column from below: time runs to the right, frequency up; an image stands as it is. */
function upright(patch: Float32Array, height: number, width: number, field: Field): Float32Array {
  if (field === 'ships') return patch;
  const values = new Float32Array(patch.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      values[column * height + height - 1 - row] = patch[row * width + column]!;
    }
  }
  return values;
}

function shapeOf(height: number, width: number, field: Field): { columns: number; rows: number } {
  return field === 'ships' ? { columns: height, rows: width } : { columns: width, rows: height };
}

/** Puts tiles `[batch, tiles, tileSize]` back together as patches. */
function uncut(tiles: tf.Tensor3D, { encoder }: MaskedAutoencoder): tf.Tensor3D {
  const { height, width, tile } = encoder.shape;
  const [rows, columns] = [height / tile[0], width / tile[1]];
  const grid = tf.reshape(tiles, [-1, rows, columns, tile[0], tile[1]]);
  return tf.reshape(tf.transpose(grid, [0, 1, 3, 2, 4]), [-1, height, width]) as tf.Tensor3D;
}
