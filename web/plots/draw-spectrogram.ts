import { SCALE, themeColour } from './colours.js';

/** Levels in dB, columns in time order, each from the lowest frequency up; −Infinity for none. */
export interface Columns {
  levelDb: Float32Array[];
  /** Frequency of each row, Hz, rising by equal ratios. */
  frequencyHz: ArrayLike<number>;
  /** What stands under the first and the last column. */
  times: readonly [string, string];
}

const LEFT = 52;
const BOTTOM = 22;
const RIGHT = 92;
const TICKS_HZ = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/** Draws a spectrogram with axes and a colour scale in dB; gives the stretch of x that time covers, pixels of CSS. */
export function drawSpectrogram(
  canvas: HTMLCanvasElement,
  { levelDb, frequencyHz, times }: Columns,
  unit: string,
): { left: number; width: number } {
  const ratio = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const area = { left: LEFT, width: Math.max(1, width - LEFT - RIGHT) };
  const tall = Math.max(1, height - BOTTOM - 6);
  const range = rangeOf(levelDb);
  context.imageSmoothingEnabled = false;
  if (levelDb.length) context.drawImage(imageOf(levelDb, range), area.left, 6, area.width, tall);
  context.fillStyle = themeColour('ink');
  context.font = '12px system-ui, sans-serif';
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const [low, high] = [frequencyHz[0]!, frequencyHz[frequencyHz.length - 1]!];
  let lowest = Number.POSITIVE_INFINITY;
  for (const hz of TICKS_HZ) {
    if (hz < low || hz > high) continue;
    const y = 6 + tall * (1 - Math.log(hz / low) / Math.log(high / low));
    if (lowest - y < 14) continue;
    lowest = y;
    context.fillText(hz >= 1000 ? `${hz / 1000} kHz` : `${hz} Hz`, LEFT - 6, y);
  }
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillText(times[0], LEFT, height - 6);
  context.textAlign = 'right';
  context.fillText(times[1], LEFT + area.width, height - 6);
  drawScale(context, width - RIGHT + 10, 6, tall, range, unit);
  return area;
}

/** From the 5th to the 99.5th percentile: a click must not take all the colours. */
function rangeOf(levelDb: readonly Float32Array[]): [number, number] {
  const some: number[] = [];
  const step = Math.max(1, Math.floor((levelDb.length * (levelDb[0]?.length ?? 0)) / 20_000));
  let count = 0;
  for (const column of levelDb)
    for (const level of column) if (count++ % step === 0 && Number.isFinite(level)) some.push(level);
  if (some.length === 0) return [0, 1];
  some.sort((a, b) => a - b);
  const at = (share: number) => some[Math.min(some.length - 1, Math.floor(share * some.length))]!;
  const [low, high] = [at(0.05), at(0.995)];
  return [low, Math.max(high, low + 10)];
}

function imageOf(levelDb: readonly Float32Array[], [low, high]: [number, number]): HTMLCanvasElement {
  const rows = levelDb[0]!.length;
  const canvas = document.createElement('canvas');
  canvas.width = levelDb.length;
  canvas.height = rows;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(levelDb.length, rows);
  for (const [x, column] of levelDb.entries())
    for (let row = 0; row < rows; row++) {
      const share = Math.max(0, Math.min(1, (column[row]! - low) / (high - low)));
      const colour = 3 * Math.round(255 * (Number.isNaN(share) ? 0 : share));
      const at = 4 * ((rows - 1 - row) * levelDb.length + x);
      for (let c = 0; c < 3; c++) image.data[at + c] = SCALE[colour + c]!;
      image.data[at + 3] = 255;
    }
  context.putImageData(image, 0, 0);
  return canvas;
}

function drawScale(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  tall: number,
  [low, high]: [number, number],
  unit: string,
): void {
  for (let i = 0; i < tall; i++) {
    const colour = 3 * Math.round(255 * (1 - i / tall));
    context.fillStyle = `rgb(${SCALE[colour]}, ${SCALE[colour + 1]}, ${SCALE[colour + 2]})`;
    context.fillRect(x, y + i, 10, 1.5);
  }
  context.fillStyle = themeColour('ink');
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillText(high.toFixed(0), x + 14, y);
  context.textBaseline = 'middle';
  context.fillText(unit, x + 14, y + tall / 2);
  context.textBaseline = 'bottom';
  context.fillText(low.toFixed(0), x + 14, y + tall);
}

/** Saves what is on a canvas as PNG. */
export function savePicture(canvas: HTMLCanvasElement, name: string): void {
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${name}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
