import { createRequire } from 'node:module';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { FONT, INK } from './panel.js';

const TITLE_TOP = 34;

/** A white page with its title over a panel that lies at `left` and is `width` wide. */
export function titledPage(
  size: { width: number; height: number },
  title: string,
  { left, width }: { left: number; width: number },
): { canvas: Canvas; context: SKRSContext2D } {
  registerFont();
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, size.width, size.height);
  context.fillStyle = INK;
  context.font = `bold 19px ${FONT}`;
  context.fillText(title, left, TITLE_TOP, width);
  return { canvas, context };
}

/** Makes FONT known: the same letters on every machine, whatever fonts it has. */
function registerFont(): void {
  if (GlobalFonts.has(FONT)) return;
  const require = createRequire(import.meta.url);
  for (const file of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']) {
    GlobalFonts.registerFromPath(require.resolve(`dejavu-fonts-ttf/ttf/${file}`), FONT);
  }
}
