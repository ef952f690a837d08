import type { SKRSContext2D } from '@napi-rs/canvas';
import type { LevelReference } from '../calibration.js';
import type { DemonSpectrum } from '../demon.js';
import type { Compression } from '../filterbank.js';
import type { ShaftEstimate } from '../frames.js';
import { linearAxis, logFrequencyAxis } from './axis.js';
import { drawDemon } from './demon-panel.js';
import { colourScale, drawColourBar, drawImage } from './image-panel.js';
import { titledPage } from './page.js';
import { drawAxes, type Rectangle } from './panel.js';
import type { TimeFrequencyImage } from './spectrogram.js';

/** All that a picture shows of a recording. */
export interface PictureAnalysis {
  title: string;
  /** Power density, dB re `reference`²/Hz. */
  spectrogram: TimeFrequencyImage;
  reference: LevelReference;
  /** What the encoder takes. */
  features: TimeFrequencyImage;
  compression: Compression;
  demon: DemonSpectrum | null;
  shaft: ShaftEstimate | null;
}

export const PICTURE = { width: 1280, height: 1120 };
export const SPECTROGRAM_AREA: Rectangle = { left: 90, top: 80, width: 1060, height: 380 };
export const FEATURES_AREA: Rectangle = { left: 90, top: 550, width: 1060, height: 220 };
export const DEMON_AREA: Rectangle = { left: 90, top: 860, width: 1060, height: 200 };

/** Draws spectrogram, feature patch and DEMON spectrum below one another. Gives a PNG. */
export function drawPicture(analysis: PictureAnalysis): Buffer {
  const { canvas, context } = titledPage(PICTURE, analysis.title, SPECTROGRAM_AREA);
  drawTimeFrequency(context, SPECTROGRAM_AREA, analysis.spectrogram, {
    title: 'Spectrogram',
    unit: analysis.reference === '1 µPa' ? 'dB re 1 µPa²/Hz' : 'dB re full scale²/Hz',
    step: 5,
  });
  drawTimeFrequency(context, FEATURES_AREA, analysis.features, {
    title: 'Feature patch: what the encoder takes',
    unit: analysis.compression === 'pcen' ? 'PCEN' : 'dB re mean of the window',
    step: analysis.compression === 'pcen' ? 0.5 : 5,
  });
  drawDemon(context, DEMON_AREA, analysis.demon, analysis.shaft);
  return canvas.toBuffer('image/png');
}

function drawTimeFrequency(
  context: SKRSContext2D,
  area: Rectangle,
  image: TimeFrequencyImage,
  { title, unit, step }: { title: string; unit: string; step: number },
): void {
  const scale = colourScale(image.values, step);
  drawImage(context, area, image, scale);
  const time = linearAxis('Time, s', image.startSeconds, image.endSeconds, 12);
  drawAxes(context, area, title, time, logFrequencyAxis(image.lowHz, image.highHz));
  drawColourBar(context, area, scale, unit);
}
