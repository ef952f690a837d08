import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openSource } from '../../src/capture/open.js';
import { findInputDevice } from '../../src/capture/portaudio-device.js';
import { StdinSource } from '../../src/capture/stdin-source.js';
import { withoutPassword } from '../../src/capture/without-password.js';
import { hear } from './hear.js';

test('a source knows its name and whether it is live before anything is opened', () => {
  const names = [
    'portaudio:USB Audio',
    'file:/a/b.wav',
    'stdin:',
    'ffmpeg:http://host/sea',
    'simulate:harbour',
  ];
  const sources = names.map((name) => openSource(name, { sampleRateHz: 48_000 }));
  expect(sources.map((source) => source.name)).toEqual(names);
  expect(sources.map((source) => source.live)).toEqual([true, false, false, true, false]);
  expect(openSource('a.wav').name).toBe('file:a.wav');
});

test('the password of a stream is shown nowhere', () => {
  expect(openSource('ffmpeg:rtsp://me:secret@10.0.0.1/sea').name).toBe('ffmpeg:rtsp://***@10.0.0.1/sea');
  expect(() => openSource('ffmpeg:rtsp://me:secret@10.0.0.1/sea', { sampleRateHz: 1 })).toThrow(
    '"ffmpeg:rtsp://***@10.0.0.1/sea"',
  );
  expect(withoutPassword('mqtt://me:p@ss@host')).toBe('mqtt://***@host');
  expect(withoutPassword('http://host/a@b')).toBe('http://host/a@b');
});

test.each([
  ['portaudio:', 'it names no device'],
  ['ffmpeg:', 'it names no stream'],
  ['', 'it names no file'],
  ['file:', 'it names no file'],
  ['simulate:', 'it names no scenario'],
  ['rtsp://me:secret@host/sea', 'Write streams as ffmpeg:URL'],
  ['stdin:', 'raw PCM has no header'],
])('a source written wrongly is refused: "%s"', (spec, message) => {
  expect(() => openSource(spec)).toThrow(message);
  expect(() => openSource(spec)).not.toThrow('secret');
});

test('a capture rate that cannot be is refused', () => {
  expect(() => openSource('portaudio:x', { sampleRateHz: 0 })).toThrow('its sample rate is 0 Hz');
});

const usb = { hostApi: 'ALSA', inputChannels: 2, outputChannels: 0, defaultSampleRateHz: 48_000 };
const devices = [
  { ...usb, name: 'USB Audio: - (hw:1,0)' },
  { ...usb, name: 'USB Audio #1: - (hw:2,0)' },
  { ...usb, name: 'HDMI', inputChannels: 0 },
];

test('a device is found by its name or a part of it that is its alone', () => {
  expect(findInputDevice(devices, 'USB Audio: - (hw:1,0)')).toBe(devices[0]);
  expect(findInputDevice(devices, 'audio #1')).toBe(devices[1]);
  expect(findInputDevice(devices, 'USB')).toMatch(/^"USB" could be any of .*hw:1,0.*hw:2,0/);
  expect(findInputDevice(devices, 'HDMI')).toMatch(
    /^no input device is called "HDMI"; there is "USB Audio: /,
  );
  expect(findInputDevice([], 'USB')).toBe('no input device is called "USB"; there is none');
});

const layout = { format: 's16le', sampleRateHz: 8000, channels: 2 } as const;

test('standard input carries raw PCM, cut anywhere', async () => {
  const bytes = Buffer.from(Int16Array.from({ length: 20_002 }, (_, i) => i).buffer);
  const pieces = [bytes.subarray(0, 3), bytes.subarray(3, 9001), bytes.subarray(9001)];
  const { inputs } = await hear(new StdinSource(layout, 0, Readable.from(pieces, { objectMode: false })));
  expect(inputs[0]).toEqual(Array.from({ length: 10_001 }, (_, i) => (2 * i) / 32768));
  expect(inputs[1]).toEqual(Array.from({ length: 10_001 }, (_, i) => (2 * i + 1) / 32768));
});

test('standard input that is empty or no numbers is refused', async () => {
  const floats = { ...layout, format: 'f32le' } as const;
  const noNumbers = Readable.from([Buffer.alloc(800, 0xff)], { objectMode: false });
  await expect(hear(new StdinSource(floats, 0, noNumbers))).rejects.toMatchObject({ exitCode: 65 });
  await expect(hear(new StdinSource(layout, 0, Readable.from([])))).rejects.toMatchObject({ exitCode: 65 });
});

test('a reader of standard input can stop while nothing comes', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const { events } = await hear(new StdinSource(layout, 0, new Readable({ read() {} })), stop.signal);
  expect(events.map((event) => event.type)).toEqual(['opened']);
});
