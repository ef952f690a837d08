import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openSource, type SourceOptions } from '../../src/capture/open.js';
import { readWavInfo } from '../../src/capture/wav-file.js';
import { hear } from './hear.js';
import { chunk, type WavShape, wavBytes } from './wav-bytes.js';

const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function play(bytes: Buffer, options: SourceOptions = {}) {
  const warnings: string[] = [];
  const log = (level: string, message: string) => void (level === 'warn' && warnings.push(message));
  const heard = await hear(openSource(`file:${write('recording.wav', bytes)}`, { log, ...options }));
  return { ...heard, warnings };
}

const tone = Array.from({ length: 60 }, (_, i) => Math.round(Math.sin(i) * 100) / 128);

describe('every way to write WAV gives the same samples', () => {
  const shapes: [string, WavShape][] = [
    ['8-bit', { bits: 8 }],
    ['16-bit', {}],
    ['24-bit', { bits: 24 }],
    ['32-bit', { bits: 32 }],
    ['32-bit float', { bits: 32, float: true }],
    ['64-bit float', { bits: 64, float: true }],
    ['RF64', { long: true, bits: 24 }],
    ['extensible', { extensible: true, bits: 24 }],
    ['extensible float', { extensible: true, bits: 32, float: true }],
    ['with a chunk of odd length', { oddChunk: true }],
    ['with chunks after the samples', { trailer: chunk('LIST', Buffer.from('INFO')) }],
    ['with a length never filled in (0)', { dataSize: 0, riffSize: 0 }],
    ['with a length never filled in (36)', { dataSize: 0, riffSize: 36 }],
    ['with a length never known (2³²−1)', { dataSize: 0xffffffff, riffSize: 0xffffffff }],
  ];
  test.each(shapes)('%s', async (_, shape) => {
    for (const channels of [1, 2, 3, 4]) {
      const { inputs, warnings, sampleRateHz } = await play(wavBytes(tone, { ...shape, channels }));
      expect(sampleRateHz).toBe(32_000);
      expect(inputs).toEqual(
        Array.from({ length: channels }, (_, channel) => tone.filter((_, i) => i % channels === channel)),
      );
      expect(warnings).toEqual([]);
    }
  });
});

test('blocks follow one another without a hole, and their times with them', async () => {
  const samples = Array.from({ length: 50_001 }, (_, i) => (i % 256) / 256);
  const startTimeMs = Date.UTC(2026, 4, 1);
  const { events, inputs } = await play(wavBytes(samples, { sampleRateHz: 48_000 }), { startTimeMs });
  expect(inputs).toEqual([samples]);
  let next = 0;
  for (const event of events) {
    if (event.type !== 'block') continue;
    expect(event.firstSample).toBe(next);
    expect(event.timeMs).toBeCloseTo(startTimeMs + next / 48, 6);
    next += event.inputs[0].length;
  }
});

test('a recording that was cut off anywhere in its samples gives those that are there, and a warning', async () => {
  const whole = wavBytes(tone, { channels: 2, bits: 24 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 44 + 6, max: whole.length - 1 }), async (length) => {
      const { inputs, warnings } = await play(whole.subarray(0, length));
      expect(inputs[0]).toHaveLength(Math.floor((length - 44) / 6));
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('is cut off');
    }),
  );
});

test('a recording that was cut off before its first sample is refused', async () => {
  const whole = wavBytes(tone, { oddChunk: true, extensible: true });
  for (let length = 0; length < whole.length - 2 * tone.length; length++)
    await expect(play(whole.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({ exitCode: 65 });
});

describe('what is no recording is refused with one line', () => {
  const refusals: [string, Buffer, string][] = [
    ['empty file', Buffer.alloc(0), 'the file is empty'],
    [
      'text named .wav',
      Buffer.from('Dear diary, today I heard a ship.'),
      'it is not a WAV file: it begins with "Dear diary, "',
    ],
    ['no samples', wavBytes([]), 'it holds no samples'],
    ['rate 0', wavBytes(tone, { sampleRateHz: 0 }), 'its sample rate is 0 Hz'],
    ['rate absurd', wavBytes(tone, { sampleRateHz: 4_000_000 }), 'its sample rate is 4000000 Hz'],
    ['no channels', patch(wavBytes(tone), 22, 0), 'it has no channel'],
    ['frames that do not fit', patch(wavBytes(tone), 32, 3), 'do not make frames of 3 bytes'],
    ['NaN', wavBytes([0, 0.5, Number.NaN], { bits: 32, float: true }), 'sample 2 is not a number'],
    ['infinite', wavBytes([Number.POSITIVE_INFINITY], { bits: 64, float: true }), 'sample 0 is not a number'],
    [
      'another code read as floats',
      wavBytes([0, 1e30], { bits: 32, float: true }),
      'sample 1 is 1.0e+30 times',
    ],
  ];
  test.each(refusals)('%s', async (_, bytes, reason) => {
    const path = join(folder, 'recording.wav');
    await expect(play(bytes)).rejects.toMatchObject({
      exitCode: 65,
      subject: path,
      message: expect.stringContaining(reason),
    });
  });

  test('missing file', async () => {
    await expect(hear(openSource(join(folder, 'none.wav')))).rejects.toMatchObject({
      exitCode: 66,
      message: `cannot open recording ${folder}/none.wav: no such file. Check the path`,
    });
  });

  test('folder', async () => {
    await expect(hear(openSource(folder))).rejects.toMatchObject({ exitCode: 66, reason: 'it is a folder' });
  });

  test('pipe', async () => {
    const path = join(folder, 'pipe.wav');
    execFileSync('mkfifo', [path]);
    await expect(hear(openSource(path))).rejects.toMatchObject({
      exitCode: 66,
      reason: 'it is a pipe or a device, not a file',
    });
  });
});

test('the header alone tells length and shape', async () => {
  const path = write('info.wav', wavBytes(tone, { channels: 2, bits: 24, sampleRateHz: 16_000 }));
  expect(await readWavInfo(path)).toMatchObject({
    sampleRateHz: 16_000,
    channels: 2,
    format: 's24le',
    frames: 30,
    seconds: 30 / 16_000,
    missingFrames: 0,
  });
});

test('in real time, a recording takes as long as it lasts', async () => {
  const before = performance.now();
  const samples = Array.from({ length: 8000 }, () => 0);
  const { inputs } = await play(wavBytes(samples, { sampleRateHz: 8000 }), { realtime: true });
  expect(inputs[0]).toHaveLength(8000);
  expect(performance.now() - before).toBeGreaterThan(990);
});

test('a reader that stops gets no more blocks', async () => {
  const path = write(
    'long.wav',
    wavBytes(
      Array.from({ length: 80_000 }, () => 0),
      { sampleRateHz: 8000 },
    ),
  );
  const stop = new AbortController();
  let blocks = 0;
  for await (const event of openSource(path).listen(stop.signal)) {
    if (event.type === 'block' && ++blocks === 2) stop.abort();
  }
  expect(blocks).toBe(2);
});

const withoutFfmpeg = process.env.CI !== 'true' && spawnSync('ffmpeg', ['-version']).error !== undefined;
if (withoutFfmpeg) console.log('skipped: ffmpeg is not installed (Debian: ffmpeg)');

describe.skipIf(withoutFfmpeg)('through ffmpeg', () => {
  test.each(['flac', 'aiff', 'w64', 'caf'])(
    '%s gives the samples of the WAV that it was made of',
    async (kind) => {
      const source = write('source.wav', wavBytes(tone, { channels: 2 }));
      const path = join(folder, `encoded.${kind}`);
      execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', source, path]);
      const { inputs, sampleRateHz } = await hear(openSource(`file:${path}`));
      expect(sampleRateHz).toBe(32_000);
      expect(inputs).toEqual([tone.filter((_, i) => i % 2 === 0), tone.filter((_, i) => i % 2 === 1)]);
    },
  );

  test('our reader gives what ffmpeg gives on real recordings', async (context) => {
    const index = join(import.meta.dirname, '../../../shared/recordings/index.csv');
    if (!existsSync(index)) context.skip('../shared/recordings is not here');
    const paths = readFileSync(index, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0])
      .filter((path) => path.endsWith('.wav'));
    for (const path of paths.filter((_, i) => i % 25 === 0)) {
      const file = join(index, '..', path);
      const decoded = execFileSync(
        'ffmpeg',
        ['-loglevel', 'error', '-i', file, '-t', '2', '-f', 'f32le', '-c:a', 'pcm_f32le', '-'],
        {
          maxBuffer: 2 ** 28,
        },
      );
      const stop = new AbortController();
      const ours: number[][] = [];
      for await (const event of openSource(file).listen(stop.signal)) {
        if (event.type === 'opened') ours.push(...Array.from({ length: event.channels }, () => []));
        if (event.type !== 'block') continue;
        event.inputs.forEach((samples, channel) => void ours[channel].push(...samples));
        if (ours[0].length >= decoded.length / 4 / ours.length) stop.abort();
      }
      const theirs = new Float32Array(decoded.buffer, decoded.byteOffset, decoded.length / 4);
      const frames = theirs.length / ours.length;
      const interleaved = Float32Array.from(
        theirs,
        (_, i) => ours[i % ours.length][Math.floor(i / ours.length)],
      );
      expect(frames, path).toBeGreaterThan(0);
      expect(Buffer.from(interleaved.buffer).equals(Buffer.from(decoded)), path).toBe(true);
    }
  });

  test('what ffmpeg cannot read either is refused', async () => {
    const path = write('notes.txt', 'Dear diary, today I heard a ship.\n'.repeat(100));
    await expect(hear(openSource(path))).rejects.toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('ffmpeg finds no sound in it'),
    });
  });
});

test('without ffmpeg, a FLAC file is refused with the name of the package', async () => {
  const path = write('recording.flac', Buffer.from('fLaC and so on'));
  const searchPath = process.env.PATH;
  process.env.PATH = folder;
  try {
    await expect(hear(openSource(path))).rejects.toMatchObject({
      exitCode: 69,
      hint: 'Install the Debian package ffmpeg',
    });
  } finally {
    process.env.PATH = searchPath;
  }
});

function patch(bytes: Buffer, offset: number, value: number): Buffer {
  bytes.writeUInt16LE(value, offset);
  return bytes;
}
