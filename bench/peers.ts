import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { harbour } from './harbour.js';

const SAMPLE_RATE_HZ = 32_000;
const SECONDS = 60;
const PACKAGES = [
  'numpy<2',
  'scipy',
  'librosa',
  'soxr',
  'soundfile',
  'tensorflow-cpu==2.15.1',
  'lifewatch-pypam',
  'PyHydrophone',
];

/** Times Python's tools on the same sound, in an environment of their own that is made once (about 2 GB). */
export async function benchPeers(): Promise<{ peer: string; msPerSecond: number }[]> {
  const home = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hullprint-peers');
  const python = join(home, 'venv', 'bin', 'python');
  if (!existsSync(join(home, 'ready'))) {
    mkdirSync(home, { recursive: true });
    execFileSync('python3', ['-m', 'venv', join(home, 'venv')], { stdio: 'inherit' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { stdio: 'inherit' });
    writeFileSync(join(home, 'ready'), '');
  }
  const wav = join(home, 'harbour.wav');
  writeFileSync(wav, floatWav(harbour(SAMPLE_RATE_HZ, SECONDS), SAMPLE_RATE_HZ));
  const lines = execFileSync(python, [join(import.meta.dirname, 'peers.py'), wav], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** A mono WAV of 32-bit floats. */
function floatWav(samples: Float32Array, sampleRateHz: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(4 * sampleRateHz, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(32, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}
