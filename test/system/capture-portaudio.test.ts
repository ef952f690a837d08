import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSource, type SourceOptions } from '../../src/capture/open.js';
import { listDevices } from '../../src/capture/portaudio-devices.js';
import type { CaptureEvent } from '../../src/capture/source.js';
import { wavBytes } from '../capture/wav-bytes.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { childrenNamed, Listener } from './fixtures/listener.js';
import { SoundCard, soundCardMissing } from './fixtures/sound-card.js';

const captureProcess = 'portaudio-child';

describe.skipIf(soundCardMissing)('portaudio', () => {
  let card: SoundCard;
  let listeners: Listener[] = [];

  beforeAll(() => {
    card = new SoundCard();
  });
  beforeEach(() => card.plugIn());
  afterEach(async () => {
    await Promise.all(listeners.map((listener) => listener.stop()));
    listeners = [];
    expect(childrenNamed(captureProcess)).toEqual([]);
    await card.pullOut();
  });
  afterAll(() => card.remove());

  function listen(
    device: string,
    options: SourceOptions = {},
    onEvent?: (event: CaptureEvent) => Promise<void>,
  ) {
    const patience = { hangSeconds: 2, ...options.patience };
    const source = openSource(`portaudio:${device}`, {
      sampleRateHz: card.sampleRateHz,
      ...options,
      patience,
    });
    const listener = new Listener(source, onEvent);
    listeners.push(listener);
    return listener;
  }

  test('devices are listed by name, and nothing of what the native part prints is seen', async () => {
    const devices = await listDevices();
    expect(devices.map((device) => device.name)).toContain('hydrophone');
    expect(devices.find((device) => device.name === 'hydrophone')).toMatchObject({ hostApi: 'ALSA' });
  });

  test('a recording that is played is heard sample for sample, in real time, at the right time', async () => {
    let state = 1;
    const noise = Array.from({ length: 5 * card.sampleRateHz }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return Math.round((state / 2_147_483_647 - 0.5) * 32_768) / 32_768;
    });
    const path = join(temporaryFolder(), 'noise.wav');
    writeFileSync(path, wavBytes(noise, { sampleRateHz: card.sampleRateHz }));
    const listener = listen('HYDRO');
    await listener.hear(1);
    const startedMs = Date.now();
    await card.play(path);
    await listener.hear(2);
    const heard = listener.samples;
    // PulseAudio swallows some ms where a stream begins: what is heard is held against the end of what is played.
    const first = heard.findLastIndex((sample) => sample !== 0) + 1 - noise.length;
    const swallowed = card.sampleRateHz / 2;
    const [expected, actual] = [Float32Array.from(noise), heard.slice(first, first + noise.length)];
    expect(actual.findLastIndex((sample, i) => sample !== expected[i])).toBeLessThan(swallowed);
    const block = listener.blocks.findLast((candidate) => candidate.firstSample <= first)!;
    const heardMs = block.timeMs + (1000 * (first - block.firstSample)) / card.sampleRateHz;
    expect(heardMs - startedMs).toBeGreaterThan(-500);
    expect(heardMs - startedMs).toBeLessThan(3000);
    expect(listener.events.filter((event) => event.type === 'gap')).toEqual([]);
    expect(Math.abs(listener.aheadSeconds)).toBeLessThan(1);
  });

  test('a capture process that is killed is started again, and the hole is a gap as long as it was', async () => {
    const listener = listen('hydrophone');
    await listener.hear(1);
    process.kill(childrenNamed(captureProcess)[0], 'SIGKILL');
    await listener.until(() => listener.gaps('restart').length > 0);
    // What was lost while it started is known once the arrivals have settled.
    await listener.hear(3);
    expect(listener.events).toContainEqual({
      type: 'unavailable',
      reason: 'the capture process ended (SIGKILL)',
      retryInSeconds: 0.5,
    });
    expect(Math.abs(listener.aheadSeconds)).toBeLessThan(1);
  });

  test('a capture process that hangs is killed and started again', async () => {
    const listener = listen('hydrophone');
    await listener.hear(1);
    const [hanging] = childrenNamed(captureProcess);
    process.kill(hanging, 'SIGSTOP');
    await listener.until(() => listener.gaps('hang').length > 0);
    // What was lost while it started is known once the arrivals have settled.
    await listener.hear(3);
    expect(childrenNamed(captureProcess)).toHaveLength(1);
    expect(childrenNamed(captureProcess)).not.toContain(hanging);
    const missing = listener.gaps('hang').reduce((sum, gap) => sum + gap.missingSamples, 0);
    expect(missing / card.sampleRateHz).toBeGreaterThan(2);
    expect(Math.abs(listener.aheadSeconds)).toBeLessThan(1);
  });

  test('a capture process that is held up for less than that loses nothing or says what it lost', async () => {
    const listener = listen('hydrophone', { patience: { hangSeconds: 20 } });
    await listener.hear(1);
    const [held] = childrenNamed(captureProcess);
    process.kill(held, 'SIGSTOP');
    await sleep(3000);
    process.kill(held, 'SIGCONT');
    await listener.hear(12);
    expect(childrenNamed(captureProcess)).toEqual([held]);
    expect(Math.abs(listener.aheadSeconds)).toBeLessThan(1);
  });

  test('a device that goes away is waited for, and heard again when it is back', async () => {
    const listener = listen('hydrophone', { patience: { mostRetrySeconds: 1 } });
    await listener.hear(1);
    await card.pullOut();
    await listener.until(() => listener.gaps('device-lost').length > 0);
    expect(listener.events.at(-1)!.type).toBe('unavailable');
    await card.plugIn();
    await listener.hear(3);
    expect(Math.abs(listener.aheadSeconds)).toBeLessThan(1);
  });

  test('a device that is missing at the start is waited for', async () => {
    const listener = listen('echo sounder', { patience: { mostRetrySeconds: 1 } });
    await listener.until(() => listener.events.length > 0);
    expect(listener.events[0]).toMatchObject({
      type: 'unavailable',
      reason: expect.stringMatching(/^no input device is called "echo sounder"; there is .*"hydrophone"/),
    });
  });

  test('a flood of samples that no time can explain is held to time, in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    let most = 0;
    const listener = listen('flood', {}, async () => {
      most = Math.max(most, listener?.aheadSeconds ?? 0);
    });
    await listener.hear(6);
    expect(most).toBeLessThan(3);
    expect(listener.gaps('overflow').length).toBeGreaterThan(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });

  test('a device with fewer inputs than are asked for gives those that it has', async () => {
    const listener = listen('stereo', { channels: 3 });
    await listener.hear(0.1);
    expect(listener.events.find(({ type }) => type === 'opened')).toMatchObject({ channels: 2 });
    expect(listener.blocks[0]!.inputs).toHaveLength(2);
  });

  test('a reader that is slow finds a gap where its queue overflowed, and memory stays bounded', async () => {
    let slow = true;
    const listener = listen('hydrophone', { patience: { queueSeconds: 1 } }, async (event) => {
      if (!slow || event.type !== 'block') return;
      slow = false;
      await sleep(4000);
    });
    await listener.until(() => listener.gaps('overflow').length > 0);
    await listener.hear(1);
    const [gap] = listener.gaps('overflow');
    expect(gap.missingSamples / card.sampleRateHz).toBeGreaterThan(2);
    expect(gap.missingSamples / card.sampleRateHz).toBeLessThan(4);
  });
});
