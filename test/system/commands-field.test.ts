import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { HARBOUR_RATE_HZ, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { hullprint } from './fixtures/hullprint.js';

const tone = (seconds: number, amplitude: (second: number) => number, hz = 250) =>
  Float32Array.from({ length: seconds * HARBOUR_RATE_HZ }, (_, i) => {
    const at = i / HARBOUR_RATE_HZ;
    return amplitude(at) * Math.sin(2 * Math.PI * hz * at) + 1e-4 * Math.sin(i * i);
  });

/** A configuration as a person writes it, comments and all. */
function config(samples: Float32Array): string {
  const path = join(temporaryFolder(), 'hullprint.yaml');
  writeFileSync(
    path,
    `# the pier's own\nnode: pier\nchannels:\n  - name: north # outer end\n    source: file:${recording([samples])}\n    calibration: { sensitivityDb: -180, gainDb: 20, fullScaleVolts: 2 }\n  - name: south\n    source: "file:nowhere.wav"\n`,
  );
  return path;
}

test('a channel is calibrated from a pistonphone, and its configuration keeps all else', async () => {
  const path = config(tone(14, () => 0.1));
  const { code, stdout } = await hullprint(['calibrate', 'north', '--level', '150', '-c', path, '--write']);
  expect(code).toBe(0);
  // −23.01 dB re full scale, 2 V at full scale (6.02 dB), 20 dB of gain: −23.01 + 6.02 − 20 − 150
  expect(stdout).toMatch(/250\.0\d Hz, -23\.01 dB re full scale over 1[0-9] s/);
  expect(stdout).toContain('moved by -6.99 dB');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain("# the pier's own");
  expect(text).toContain('- name: north # outer end');
  expect(loadConfig(path).channels[0]!.calibration).toEqual({
    sensitivityDb: -186.99,
    gainDb: 20,
    fullScaleVolts: 2,
  });
  // Heard with it, the tone is as loud as the calibrator says.
  const levels = await hullprint(['listen', 'north', '-c', path, '--seconds', '3']);
  expect(levels.stdout.split('\n')[2]).toMatch(/^ 150\.0 dB {2}peak {2}-20\.0 dB FS {2}/);
});

test.each([
  ['no tone', tone(14, () => 0), 65, /no clean tone about 250 Hz/],
  ['a tone that fades', tone(14, (second) => 0.1 * 10 ** (-second / 40)), 65, /not steady/],
  [
    'an overdriven converter',
    tone(14, () => 3).map((x) => Math.max(-1, Math.min(0.9999, x))),
    65,
    /overdriven/,
  ],
  ['a second of sound', tone(1, () => 0.1), 65, /less than two seconds/],
])('%s calibrates nothing and says why', async (_, samples, code, complaint) => {
  const path = config(samples);
  const before = readFileSync(path, 'utf8');
  const outcome = await hullprint(['calibrate', 'north', '--level', '150', '-c', path, '--write']);
  expect(outcome).toMatchObject({ code, stderr: expect.stringMatching(complaint) });
  expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test('a channel is heard line by line: level, peak, what is wrong, decidecades', async () => {
  const path = config(tone(6, () => 3).map((x) => Math.max(-1, Math.min(0.9999, x))));
  const { code, stdout } = await hullprint(['listen', 'north', '-c', path, '--seconds', '4']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^north: 16000 Hz, levels in dB re 1 µPa; bars from 10 Hz to \d+ Hz in \d+ decidecades\n/,
  );
  expect(stdout.match(/CLIPPED/g)).toHaveLength(4);
  expect(stdout).toContain('! The converter is overdriven');
  const nowhere = await hullprint(['listen', 'east', '-c', path]);
  expect(nowhere).toMatchObject({ code: 64, stderr: expect.stringContaining('has north, south') });
});
