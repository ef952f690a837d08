import { spawnSync } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openSource, type SourceOptions } from '../../src/capture/open.js';
import { wavBytes } from '../capture/wav-bytes.js';
import { childrenNamed, Listener } from './fixtures/listener.js';

const ffmpegMissing = process.env.CI !== 'true' && spawnSync('ffmpeg', ['-version']).error !== undefined;
if (ffmpegMissing) console.log('skipped: ffmpeg is not installed (Debian: ffmpeg)');

const sampleRateHz = 16_000;
const burst = Array.from(
  { length: sampleRateHz / 10 },
  (_, i) => Math.round(Math.sin(i / 3) * 16_384) / 32_768,
);

/** Sound that ffmpeg looks at before it gives any, and then gives in one go. */
const PROBED_SECONDS = 5;

/** An Icecast-like server: an endless WAV, paced, to everyone who asks. */
async function startStation() {
  const listeners = new Set<ServerResponse>();
  const station = {
    url: '',
    listeners,
    onAir: true,
    hangUp: () => listeners.forEach((one) => void one.destroy()),
  };
  const server = createServer((_, response) => {
    if (!station.onAir) return void response.writeHead(503).end();
    response.writeHead(200, { 'content-type': 'audio/wav' });
    const unknown = { dataSize: 0xffffffff, riffSize: 0xffffffff };
    response.write(wavBytes(burst, { sampleRateHz, ...unknown }));
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  });
  const samples = wavBytes(burst).subarray(44);
  const transmitter = setInterval(() => {
    if (station.onAir) for (const listener of listeners) listener.write(samples);
  }, 100);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    clearInterval(transmitter);
    server.closeAllConnections();
    server.close();
  });
  station.url = `http://me:secret@127.0.0.1:${(server.address() as AddressInfo).port}/sea.wav`;
  return station;
}

function listen(url: string, patience: SourceOptions['patience'] = {}): Listener {
  const listener = new Listener(openSource(`ffmpeg:${url}`, { patience }));
  onTestFinished(async () => {
    await listener.stop();
    expect(childrenNamed('ffmpeg')).toEqual([]);
  });
  return listener;
}

test.skipIf(ffmpegMissing)('a stream is heard at its own rate, sample for sample', async () => {
  const station = await startStation();
  const listener = listen(station.url);
  await listener.hear(2);
  expect(listener.events[0]).toMatchObject({ type: 'opened', sampleRateHz, channels: 1 });
  const heard = listener.samples.slice(0, 2 * sampleRateHz);
  expect(heard.findIndex((sample, i) => sample !== burst[i % burst.length])).toBe(-1);
});

test.skipIf(ffmpegMissing).each([
  ['a stream that breaks off', (station: Awaited<ReturnType<typeof startStation>>) => station.hangUp()],
  ['an ffmpeg that is killed', () => void process.kill(childrenNamed('ffmpeg')[0], 'SIGKILL')],
])('%s is opened again, and the hole is a gap', async (_, breakIt) => {
  const station = await startStation();
  const listener = listen(station.url);
  await listener.hear(PROBED_SECONDS + 1);
  const aheadSeconds = listener.aheadSeconds;
  breakIt(station);
  await listener.until(() => listener.events.some((event) => event.type === 'unavailable'));
  await listener.hear(PROBED_SECONDS + 1);
  expect(listener.gaps('restart').length).toBeGreaterThan(0);
  expect(Math.abs(listener.aheadSeconds - aheadSeconds)).toBeLessThan(3);
});

test.skipIf(ffmpegMissing)('a stream that falls silent without hanging up is opened anew', async () => {
  const station = await startStation();
  const listener = listen(station.url, { hangSeconds: 2, mostRetrySeconds: 0.5 });
  await listener.hear(1);
  station.onAir = false;
  await listener.until(() => listener.gaps('hang').length > 0);
  station.onAir = true;
  await listener.hear(1);
});

test.skipIf(ffmpegMissing)(
  'a stream that is not there is waited for, and its password is not told',
  async () => {
    const station = await startStation();
    station.onAir = false;
    const listener = listen(station.url);
    await listener.until(() => listener.events.length >= 1);
    expect(listener.events[0]).toMatchObject({ type: 'unavailable', reason: expect.stringContaining('5XX') });
    expect(JSON.stringify(listener.events)).not.toContain('secret');
    station.onAir = true;
    await listener.hear(1);
  },
);
