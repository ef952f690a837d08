import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { rumbleModel } from '../fixtures/rumble-model.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { hullprint } from './fixtures/hullprint.js';

const ship = () => recording([harbourSamples(150, [{ size: 'big', closestSeconds: 60 }])], 'ship.wav');
const sea = () => recording([harbourSamples(20, [])], 'sea.wav');

/** What a command prints; it must succeed and keep stderr clean. */
async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await hullprint(args);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

test('classify says of each recording in a line what was heard', async () => {
  const lines = (await printed('classify', '--model', await rumbleModel(), ship(), sea())).split('\n');
  expect(lines[0]).toMatch(/^ship\.wav: (big ship|no ship|unknown) \(\d+ %\).*150\.0 s/);
  expect(lines[1]).toMatch(/^sea\.wav: no ship \(\d+ %\), 20\.0 s/);
});

test('classify prints JSON, CSV and Raven selections of the same verdicts', async () => {
  const [path, model] = [ship(), await rumbleModel()];
  const { model: identity, recordings } = JSON.parse(
    await printed('classify', '--json', '--model', model, path, sea()),
  );
  expect(identity).toMatch(/^sha256:[0-9a-f]{64}$/);
  const [first, second] = recordings;
  expect(first).toMatchObject({ path, seconds: 150, sampleRateHz: 16_000 });
  expect(second).toMatchObject({ verdict: 'none', passages: [] });
  expect(first.passages).toHaveLength(1);
  const [passage] = first.passages;
  expect(passage).toMatchObject({ size: 'big' });
  expect(passage.startSeconds).toBeLessThan(passage.closestApproachSeconds);
  expect(Math.abs(passage.closestApproachSeconds - 60)).toBeLessThan(8);
  expect(passage.endSeconds).toBeGreaterThan(passage.closestApproachSeconds);

  const rows = parse(await printed('classify', '--csv', '--model', model, path, sea()), { columns: true });
  expect(rows).toMatchObject([
    { path, verdict: first.verdict, passages: '1', seconds: '150.0' },
    { verdict: 'none', passages: '0' },
  ]);

  const raven = await printed('classify', '--raven', '--model', model, path, sea());
  const selections = parse(raven, { columns: true, delimiter: '\t' }) as Record<string, string>[];
  expect(selections).toHaveLength(1);
  expect(selections[0]).toMatchObject({ Selection: '1', Channel: '1', 'Begin Path': path, Size: 'big' });
  expect(selections[0]!['File Offset (s)']).toBe(selections[0]!['Begin Time (s)']);
  expect(Number(selections[0]!['Begin Time (s)'])).toBeCloseTo(passage.startSeconds, 2);
  expect(Number(selections[0]!['End Time (s)'])).toBeCloseTo(passage.endSeconds, 2);
});

test('a recording too short to judge is unknown, without a confidence made up', async () => {
  const [blip, model] = [recording([harbourSamples(0.05, [])], 'blip.wav'), await rumbleModel()];
  expect(await printed('classify', '--model', model, blip)).toBe(
    'blip.wav: unknown (too little sound to judge), 0.1 s\n',
  );
  const { recordings } = JSON.parse(await printed('classify', '--json', '--model', model, blip));
  expect(recordings).toMatchObject([{ verdict: 'unknown', confidence: 0, passages: [] }]);
});

test('levels prints the levels of a sine as they must be, calibrated and not', async () => {
  const sine = Float32Array.from(
    { length: 160_000 },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / 16_000),
  );
  const path = recording([sine]);
  const uncalibrated = JSON.parse(await printed('levels', '--json', path));
  expect(uncalibrated.reference).toContain('full scale');
  // A full-scale sine is −3.01 dB, half of it 6.02 dB less.
  expect(uncalibrated.spl.meanDb).toBeCloseTo(-9.03, 1);
  const calibrated = JSON.parse(
    await printed('levels', '--json', path, '--sensitivity', '-180', '--gain', '20', '--full-scale', '2'),
  );
  expect(calibrated.reference).toBe('1 µPa');
  // 2 V at full scale are 6.02 dB re 1 V; −180 dB re 1 V/µPa and 20 dB of gain make 160 dB re 1 µPa of 1 V.
  expect(calibrated.spl.meanDb - uncalibrated.spl.meanDb).toBeCloseTo(166.02, 1);
  const band = calibrated.centreHz.findIndex((hz: number) => Math.abs(hz - 1000) < 1);
  expect(calibrated.decidecades[band].meanDb).toBeCloseTo(calibrated.spl.meanDb, 1);
  const rows = parse(await printed('levels', '--csv', path), { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(10);
  for (const row of rows) expect(Number(row['1000.0 Hz'])).toBeCloseTo(-9.03, 1);
  expect(await printed('levels', path)).toContain('10 s, dB re full scale');
});

test('demon finds the shaft of modulated noise, or says that it finds none', async () => {
  const noise = harbourSamples(60, []);
  const propeller = noise.map((value, i) => {
    const angle = (2 * Math.PI * i) / 16_000;
    return (
      4 * value * (1 + 0.3 * Math.cos(2.5 * angle) + 0.6 * Math.cos(10 * angle) + 0.2 * Math.cos(20 * angle))
    );
  });
  const path = recording([propeller]);
  const { shaft, power, binHz } = JSON.parse(await printed('demon', '--json', path));
  expect(shaft.shaftHz).toBeCloseTo(2.5, 1);
  expect(shaft.bladeCount).toBe(4);
  const peak = power.indexOf(Math.max(...power.slice(Math.round(1 / binHz)))) * binHz;
  expect(peak).toBeCloseTo(10, 0);
  const csv = parse(await printed('demon', '--csv', path), { columns: true });
  expect(csv).toHaveLength(power.length);
  expect(await printed('demon', path)).toMatch(/shaft 2\.5\d? Hz \(150 rpm\), 4 blades/);
  expect(await printed('demon', sea())).toMatch(/no shaft that can be trusted|trust \d+ %/);
});

test('render draws a picture of the recording', async () => {
  const output = join(temporaryFolder(), 'ship.png');
  expect(await printed('render', ship(), '-o', output)).toBe('');
  const { width, height } = await loadImage(readFileSync(output));
  expect(width).toBeGreaterThan(600);
  expect(height).toBeGreaterThan(400);
});
