import type { SKRSContext2D } from '@napi-rs/canvas';
import type { DemonSpectrum } from '../demon.js';
import type { ShaftEstimate } from '../frames.js';
import { type Axis, linearAxis } from './axis.js';
import { drawAxes, FONT, INK, line, type Rectangle } from './panel.js';

const HIGHEST_HZ = 40;
/** Below it the envelope's slow swell would fill the panel. */
const LOWEST_HZ = 0.4;
const SHAFT = '#c2570c';
const SPECTRUM = '#21508c';

/** Draws the DEMON spectrum, and on it the comb of the shaft with its blade rates in bold. */
export function drawDemon(
  context: SKRSContext2D,
  area: Rectangle,
  spectrum: DemonSpectrum | null,
  shaft: ShaftEstimate | null,
): void {
  const levels = spectrum ? levelsOf(spectrum) : [];
  const highestDb = levels.reduce((most, { levelDb }) => Math.max(most, levelDb), 5);
  const lowestDb = levels.reduce((least, { levelDb }) => Math.min(least, levelDb), -5);
  const x = linearAxis('Modulation frequency, Hz', 0, HIGHEST_HZ, 10);
  const y = linearAxis('Level, dB re median', lowestDb - 1, highestDb + 2, 5);
  if (shaft) drawComb(context, area, shaft, x);

  const toX = (frequencyHz: number) => area.left + x.position(frequencyHz) * area.width;
  const toY = (levelDb: number) => area.top + (1 - y.position(levelDb)) * area.height;
  context.strokeStyle = SPECTRUM;
  context.lineWidth = 1.3;
  context.beginPath();
  for (const { frequencyHz, levelDb } of levels) context.lineTo(toX(frequencyHz), toY(levelDb));
  context.stroke();
  drawAxes(context, area, `DEMON: ${describe(spectrum, shaft)}`, x, y);
}

function describe(spectrum: DemonSpectrum | null, shaft: ShaftEstimate | null): string {
  if (spectrum === null) return 'too short to measure';
  if (shaft === null) return 'no shaft to be seen';
  const { shaftHz, bladeCount, bladeRateHz, trust } = shaft;
  const blades = bladeRateHz ? `${bladeCount} blades, ${bladeRateHz.toFixed(2)} Hz` : 'blades not to be told';
  return `shaft ${shaftHz.toFixed(2)} Hz (${Math.round(60 * shaftHz)} rpm), ${blades}, trust ${trust.toFixed(2)}`;
}

function levelsOf({ binHz, power }: DemonSpectrum): { frequencyHz: number; levelDb: number }[] {
  const levels: { frequencyHz: number; levelDb: number }[] = [];
  for (let bin = Math.ceil(LOWEST_HZ / binHz); bin < power.length && bin * binHz <= HIGHEST_HZ; bin++) {
    levels.push({ frequencyHz: bin * binHz, levelDb: 10 * Math.log10(power[bin]! + 1e-30) });
  }
  const sorted = levels.map(({ levelDb }) => levelDb).sort((a, b) => a - b);
  const medianDb = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return levels.map(({ frequencyHz, levelDb }) => ({ frequencyHz, levelDb: levelDb - medianDb }));
}

function drawComb(context: SKRSContext2D, area: Rectangle, shaft: ShaftEstimate, x: Axis): void {
  context.save();
  context.strokeStyle = SHAFT;
  for (let harmonic = 1; harmonic * shaft.shaftHz <= HIGHEST_HZ; harmonic++) {
    const isBlade = shaft.bladeCount !== null && harmonic % shaft.bladeCount === 0;
    context.lineWidth = isBlade ? 2 : 1;
    context.globalAlpha = isBlade ? 0.8 : 0.4;
    context.setLineDash(isBlade ? [] : [3, 4]);
    const at = area.left + x.position(harmonic * shaft.shaftHz) * area.width;
    line(context, at, area.top, at, area.top + area.height);
  }
  context.restore();
  drawKey(context, area);
}

function drawKey(context: SKRSContext2D, area: Rectangle): void {
  context.save();
  context.font = `12px ${FONT}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const left = area.left + area.width + 18;
  for (const [row, [label, dash, width]] of [
    ['shaft', [3, 4], 1],
    ['blades', [], 2],
  ].entries() as Iterable<[number, [string, number[], number]]>) {
    const at = area.top + 12 + 22 * row;
    context.strokeStyle = SHAFT;
    context.lineWidth = width;
    context.setLineDash(dash);
    line(context, left, at, left + 26, at);
    context.fillStyle = INK;
    context.fillText(label, left + 33, at);
  }
  context.restore();
}
