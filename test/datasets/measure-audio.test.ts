import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashAudio, measureAudio } from '../../src/datasets/measure-audio.js';
import { chunk, type WavShape, wavBytes } from '../capture/wav-bytes.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { noise, noiseWav } from './miniature.js';

function wav(samples: number[], shape: WavShape = {}): string {
  const path = join(temporaryFolder(), 'sound.wav');
  writeFileSync(path, wavBytes(samples, { sampleRateHz: 8000, ...shape }));
  return path;
}

const samples = noise('ship', 0.5);

test('the hash is that of the decoded samples, channel by channel', async () => {
  const sha256 = (...parts: Uint8Array[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const bytes = (channel: number[]) => Buffer.from(Float32Array.from(channel).buffer);
  const left = samples.filter((_, i) => i % 2 === 0);
  const right = samples.filter((_, i) => i % 2 === 1);
  const { audio, seconds, sampleRateHz } = await hashAudio(wav(samples, { channels: 2 }));
  expect(audio).toBe(`sha256:${sha256(sha256(bytes(left)), sha256(bytes(right))).toString('hex')}`);
  expect({ seconds, sampleRateHz }).toEqual({ seconds: 0.25, sampleRateHz: 8000 });
});

test.each<[string, WavShape]>([
  ['24 bits', { bits: 24 }],
  ['32 bits', { bits: 32 }],
  ['floating point', { bits: 32, float: true }],
  ['RF64', { long: true }],
  ['other chunks', { oddChunk: true, trailer: chunk('LIST', Buffer.from('a note')) }],
])('the same samples written with %s have the same hash', async (_what, shape) => {
  expect((await hashAudio(wav(samples, shape))).audio).toBe((await hashAudio(wav(samples))).audio);
});

test('one other sample, or one fewer, gives another hash', async () => {
  const { audio } = await hashAudio(wav(samples));
  const other = [...samples];
  other[1000] += 1 / 32_768;
  expect((await hashAudio(wav(other))).audio).not.toBe(audio);
  expect((await hashAudio(wav(samples.slice(1)))).audio).not.toBe(audio);
});

test('the length of a WAV comes from its header and what is really there', async () => {
  expect(await measureAudio(wav(samples))).toMatchObject({ seconds: 0.5, sampleRateHz: 8000 });
  expect(await measureAudio(wav(samples, { dataSize: 80_000 }))).toMatchObject({ seconds: 0.5 });
});

const withoutFfmpeg = process.env.CI !== 'true' && spawnSync('ffmpeg', ['-version']).error !== undefined;
if (withoutFfmpeg) console.log('skipped: ffmpeg is not installed (Debian: ffmpeg)');

test.skipIf(withoutFfmpeg)('a FLAC of a WAV has its hash and its length', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.wav'), noiseWav('ship', 0.5));
  execFileSync('ffmpeg', ['-loglevel', 'error', '-i', join(folder, 'a.wav'), join(folder, 'a.flac')]);
  const { audio } = await hashAudio(join(folder, 'a.wav'));
  expect(await hashAudio(join(folder, 'a.flac'))).toMatchObject({ audio, seconds: 0.5 });
  expect(await measureAudio(join(folder, 'a.flac'))).toMatchObject({ seconds: 0.5 });
});
