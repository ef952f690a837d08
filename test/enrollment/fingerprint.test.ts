import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSource } from '../../src/capture/open.js';
import { type Fingerprint, FingerprintTaker, sharedSeconds } from '../../src/enrollment/fingerprint.js';
import { hearStretch, wholeRecording } from '../../src/hear-stretch.js';
import { HARBOUR_RATE_HZ, harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const ship = { size: 'big', closestSeconds: 20 } as const;
const samples = harbourSamples(40, [ship], 5);
const part = (fromSeconds: number, toSeconds: number, change = (sample: number) => sample) =>
  recording([samples.slice(fromSeconds * HARBOUR_RATE_HZ, toSeconds * HARBOUR_RATE_HZ).map(change)]);
const fingerprintsOf = async (file: string): Promise<Fingerprint[]> => {
  const source = openSource(`file:${file}`, { startTimeMs: 0 });
  return (await hearStretch(source, wholeRecording, (rateHz) => new FingerprintTaker(rateHz)))!.end();
};
const kept = async (file: string) => (await fingerprintsOf(file))[0]!;
const known = () => kept(recording([samples]));
const shares = async (file: string, other: Fingerprint) => sharedSeconds(await fingerprintsOf(file), other);

test.each([
  ['cut at any sample', () => part(3.4321, 25.2), 21],
  ['made softer and turned over', () => part(10, 30, (sample) => -0.2 * sample), 20],
  [
    'with knocks that are not in the other',
    () => part(7.77, 37, (sample) => (Math.random() < 1e-5 ? 1 : sample)),
    29,
  ],
])('a recording is known again: %s', async (_what, file, seconds) => {
  const shared = await shares(file(), await known());
  expect(Math.abs(shared - seconds)).toBeLessThanOrEqual(1);
});

test('two parts that overlap are known by what they share', async () => {
  const first = await kept(part(0, 26.3));
  expect(Math.abs((await shares(part(14.9, 40), first)) - 11)).toBeLessThanOrEqual(1);
  expect(await shares(part(27, 40), first)).toBe(0);
});

test('the same passage of another recording is another sound', async () => {
  const here = await known();
  for (let seed = 10; seed < 30; seed++)
    expect(await shares(recording([harbourSamples(40, [ship], seed)]), here)).toBe(0);
});

const ffmpegMissing = spawnSync('ffmpeg', ['-version']).status !== 0;
test.skipIf(ffmpegMissing).each([
  ['8 kHz', 'wav', ['-ar', '8000']],
  ['11.025 kHz', 'wav', ['-ar', '11025']],
  ['MP3 of 64 kbit/s', 'mp3', ['-b:a', '64k']],
])('resampled and coded it is known again: %s', async (_what, ending, options) => {
  const file = join(temporaryFolder(), `other.${ending}`);
  spawnSync('ffmpeg', ['-loglevel', 'error', '-i', part(5.5, 27.1), ...options, file]);
  expect(await shares(file, await known())).toBeGreaterThanOrEqual(20);
});

test('what is too short, or silent, is known to be nothing', async () => {
  const silence = recording([new Float32Array(20 * HARBOUR_RATE_HZ)]);
  expect(await shares(silence, await known())).toBe(0);
  expect(await shares(silence, await kept(silence))).toBe(0);
  expect(await shares(part(3, 6), await known())).toBe(0);
});
