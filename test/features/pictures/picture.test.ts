import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderCommand } from '../../../src/commands/render.js';
import { logFrequencyAxis } from '../../../src/features/pictures/axis.js';
import type { Rectangle } from '../../../src/features/pictures/panel.js';
import {
  DEMON_AREA,
  FEATURES_AREA,
  PICTURE,
  SPECTROGRAM_AREA,
} from '../../../src/features/pictures/picture.js';

const sampleRateHz = 16_000;
let folder: string;
let recording: string;

/** Eight seconds: on input 1 a 1-kHz tone from the fourth second on, on input 2 one of 200 Hz throughout. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hullprint-picture-'));
  recording = join(folder, 'tones.wav');
  const frames = 8 * sampleRateHz;
  const data = Buffer.alloc(4 * frames);
  let state = 1;
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 100 * (state / 2 ** 32 - 0.5);
  };
  const sine = (frequencyHz: number, i: number) =>
    8000 * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRateHz);
  for (let i = 0; i < frames; i++) {
    data.writeInt16LE(Math.round((i < frames / 2 ? 0 : sine(1000, i)) + noise()), 4 * i);
    data.writeInt16LE(Math.round(sine(200, i) + noise()), 4 * i + 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(4 * sampleRateHz, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  await writeFile(recording, Buffer.concat([header, data]));
});

afterAll(() => rm(folder, { recursive: true }));

async function render(...options: string[]): Promise<Canvas> {
  const output = join(folder, 'picture.png');
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  renderCommand(program.command('render'));
  await program.parseAsync(['render', recording, '-o', output, ...options], { from: 'user' });
  const image = await loadImage(output);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas;
}

/** Viridis grows in green from 1 to 231. */
function brightness(canvas: Canvas, x: number, y: number): number {
  return canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data[1]!;
}

/** The brightest frequency at a share of the width of the panel. */
function loudestHz(canvas: Canvas, area: Rectangle, share: number, highHz: number, lowHz: number): number {
  const { left, top, width, height } = area;
  let best = { y: 0, bright: -1 };
  for (let y = top; y < top + height; y++) {
    const bright = brightness(canvas, left + share * width, y);
    if (bright > best.bright) best = { y, bright };
  }
  return lowHz * (highHz / lowHz) ** ((top + height - best.y - 0.5) / height);
}

test('a picture is a PNG of the agreed size whose panels show the tone where and when it is', async () => {
  const canvas = await render();
  expect([canvas.width, canvas.height]).toEqual([PICTURE.width, PICTURE.height]);
  expect(Math.abs(loudestHz(canvas, SPECTROGRAM_AREA, 0.75, 8000, 10) - 1000)).toBeLessThan(25);
  expect(Math.abs(loudestHz(canvas, FEATURES_AREA, 0.75, 7600, 20) - 1000)).toBeLessThan(60);
  const { left, top, width, height } = SPECTROGRAM_AREA;
  const y = top + (1 - logFrequencyAxis(10, 8000).position(1000)) * height;
  expect(brightness(canvas, left + 0.75 * width, y)).toBeGreaterThan(200);
  expect(brightness(canvas, left + 0.25 * width, y)).toBeLessThan(150);
});

test('another input and another stretch can be chosen', async () => {
  const second = await render('--input', '2');
  expect(Math.abs(loudestHz(second, SPECTROGRAM_AREA, 0.25, 8000, 10) - 200)).toBeLessThan(5);
  const later = await render('--from', '4.5', '--to', '7');
  expect(Math.abs(loudestHz(later, SPECTROGRAM_AREA, 0.1, 8000, 10) - 1000)).toBeLessThan(25);
  const pcen = await render('--input', '2', '--compression', 'pcen');
  expect([pcen.width, pcen.height]).toEqual([PICTURE.width, PICTURE.height]);
});

test('the DEMON panel has a curve', async () => {
  const pixels = (await render())
    .getContext('2d')
    .getImageData(DEMON_AREA.left + 1, DEMON_AREA.top + 1, DEMON_AREA.width - 2, DEMON_AREA.height - 2).data;
  let blue = 0;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 2]! > pixels[i]! + 60) blue++;
  expect(blue).toBeGreaterThan(500);
});

test('what cannot be drawn is said with what to do', async () => {
  await expect(render('--input', '3')).rejects.toThrow('it has 2 inputs. Choose 1 to 2');
  await expect(render('--from', '60')).rejects.toThrow('less than half a second of sound');
  await expect(render('--from', 'soon')).rejects.toThrow('Give seconds');
  await expect(render('-o', join(folder, 'nowhere', 'picture.png'))).rejects.toThrow(
    'its folder does not exist',
  );
});
