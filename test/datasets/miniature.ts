import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LabelledSize } from '../../src/datasets/labelled-recording.js';
import type { SurveyedRecording } from '../../src/datasets/survey.js';
import { Random } from '../../src/simulator/random.js';
import { wavBytes } from '../capture/wav-bytes.js';
import { pcm16 } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const RATE_HZ = 8000;

/** 16-bit samples of noise, other ones for each seed, full scale ±1. */
export function noise(seed: string, seconds = 0.1): number[] {
  const random = new Random(seed);
  const samples = Array.from({ length: Math.round(seconds * RATE_HZ) }, () => random.integer(-9000, 9000));
  return samples.map((sample) => sample / 32_768);
}

/** A WAV file of noise. */
export function noiseWav(seed: string, seconds?: number): Buffer {
  const pcm = pcm16([Float32Array.from(noise(seed, seconds))]);
  const header = wavBytes([], { sampleRateHz: RATE_HZ, dataSize: pcm.length, riffSize: 36 + pcm.length });
  return Buffer.concat([header, pcm]);
}

/** A folder with these files: text as it is, or noise of its own of so many seconds. Gone when the test ends. */
export function folderOf(files: Readonly<Record<string, string | number | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'number' ? noiseWav(path, content) : content);
  }
  return folder;
}

/** A recording as the survey gives it, without a file. */
export function surveyed(
  recordingId: string,
  size: LabelledSize,
  vessel: string,
  more: Partial<SurveyedRecording> = {},
): SurveyedRecording {
  const labels = { recordingId, size, vessel, source: 'pier', class: size };
  const places = { site: 'pier', hydrophone: 'pier' };
  const audio = [`sha256:${Buffer.from(recordingId).toString('hex').padStart(64, '0').slice(-64)}`];
  return { ...labels, ...places, startMs: null, paths: [], files: [], seconds: 10, audio, ...more };
}
