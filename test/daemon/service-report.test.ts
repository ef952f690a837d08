import { expect, test } from 'vitest';
import type { CaptureEvent } from '../../src/capture/source.js';
import { Channel } from '../../src/channel.js';
import { Liveness, type Progress, type Watched } from '../../src/daemon/liveness.js';
import { serviceManager } from '../../src/daemon/service-manager.js';
import { ServiceReport } from '../../src/daemon/service-report.js';
import { PassageTracker } from '../../src/decision/passages.js';
import type { Encoder } from '../../src/embedding/encoder.js';
import { estimateShaft } from '../../src/features/shaft.js';
import { loadModel } from '../../src/model.js';
import { ChannelPipeline } from '../../src/pipeline.js';
import { FLAT_RECORDER } from '../../src/site/recorder-state.js';
import { fixedRecorder } from '../../src/site/site-recorder.js';
import { HARBOUR_RATE_HZ, harbourSamples } from '../fixtures/harbour-recording.js';
import { NotifySocket } from './notify-socket.js';

const model = await loadModel('band-statistics');
const samples = harbourSamples(1, []);
const START_MS = Date.now();

/** A channel with the real pipeline. */
function channelCalled(name: string, encoder: Encoder = model.encoder): Channel {
  const tracker = new PassageTracker({ nextId: () => 'one', pool: model.pool, estimateShaft });
  const stages = { ...model, calibration: null, recorder: fixedRecorder(FLAT_RECORDER), encoder, tracker };
  const silent = { output: () => {}, effort: () => {}, state: () => {} };
  return new Channel(name, 1, (emit) => new ChannelPipeline(stages, emit), silent);
}

const opened: CaptureEvent = {
  type: 'opened',
  sampleRateHz: HARBOUR_RATE_HZ,
  channels: 1,
  device: 'test',
};
const missing: CaptureEvent = { type: 'unavailable', reason: 'no such device', retryInSeconds: 1 };
const second = (index: number): CaptureEvent => ({
  type: 'block',
  firstSample: index * HARBOUR_RATE_HZ,
  timeMs: START_MS + 1000 * index,
  inputs: [samples],
});

/** A report about the channels to a real socket; `look` gives what it said. */
async function reportOn(channels: readonly Watched[], broker: () => string | null = () => null) {
  const socket = await NotifySocket.open();
  const manager = (await serviceManager())!;
  const report = new ServiceReport(manager, () => channels, broker);
  const look = async (): Promise<string[]> => {
    report.look();
    manager.tell('X_LOOKED=1');
    return (await socket.takeUntil('X_LOOKED=1')).filter((message) => message !== 'X_LOOKED=1');
  };
  return { report, look, socket };
}

const signs = (said: readonly string[]) => said.filter((message) => message === 'WATCHDOG=1').length;

test('without a service manager there is nobody to report to', async () => {
  expect(await serviceManager({})).toBeNull();
});

test('the watchdog’s time is read where it is meant for this process', async () => {
  const of = async (environment: NodeJS.ProcessEnv) =>
    (await serviceManager({ NOTIFY_SOCKET: '/none', ...environment }))!.watchdogMs;
  expect(await of({ WATCHDOG_USEC: '120000000' })).toBe(120_000);
  expect(await of({ WATCHDOG_USEC: '2000000', WATCHDOG_PID: String(process.pid) })).toBe(2000);
  expect(await of({ WATCHDOG_USEC: '2000000', WATCHDOG_PID: '1' })).toBeNull();
  expect(await of({})).toBeNull();
});

test('ready when each channel has given sound or said why it cannot, not before', async () => {
  const north = channelCalled('north');
  const south = channelCalled('south');
  const { look } = await reportOn([north, south]);
  expect(await look()).toEqual(['STATUS=starting']);
  await north.handle(opened);
  await north.handle(second(0));
  await south.handle(opened);
  expect(await look()).toEqual([]);
  await south.handle(missing);
  expect(await look()).toEqual([
    'READY=1',
    'WATCHDOG=1',
    'STATUS=hearing north; south is unavailable: no such device',
  ]);
});

test('a node that hears nothing at all counts as started after half a minute of trying', async () => {
  const north = channelCalled('north');
  const liveness = new Liveness(0);
  expect(liveness.started([north], 40_000)).toBe(false); // It has not said a word.
  await north.handle(missing);
  expect(liveness.started([north], 29_000)).toBe(false);
  expect(liveness.started([north], 30_000)).toBe(true);
});

test('a sign of life takes a block on every channel that listens; looking alone gives none', async () => {
  const north = channelCalled('north');
  const south = channelCalled('south');
  const { look } = await reportOn([north, south]);
  for (const channel of [north, south]) {
    await channel.handle(opened);
    await channel.handle(second(0));
  }
  await look();
  expect(signs(await look())).toBe(0);
  await north.handle(second(1));
  expect(signs(await look())).toBe(0);
  await south.handle(second(1));
  expect(signs(await look())).toBe(1);
  expect(signs(await look())).toBe(0);
});

test('an encoder that never answers ends the signs of life', async () => {
  let stuck = false;
  const encoder: Encoder = {
    embeddingLength: model.encoder.embeddingLength,
    embed: (windows) => (stuck ? new Promise(() => {}) : model.encoder.embed(windows)),
  };
  const north = channelCalled('north', encoder);
  const { look } = await reportOn([north]);
  await north.handle(opened);
  for (let i = 0; i < 8; i++) await north.handle(second(i));
  expect(signs(await look())).toBe(1);
  stuck = true;
  const taken: number[] = [];
  void (async () => {
    for (let i = 8; i < 40; i++) {
      await north.handle(second(i));
      taken.push(i);
    }
  })();
  await expect.poll(() => taken.length).toBeGreaterThan(0);
  await look();
  for (let i = 0; i < 3; i++) expect(signs(await look())).toBe(0);
  expect(taken.length).toBeLessThan(4); // A window comes each 2.5 s.
});

test('sound without inferences is no life', () => {
  const progress: Progress = {
    channel: 'north',
    state: 'listening',
    reason: null,
    steps: 1,
    heard: true,
    secondsWithoutInference: 4,
  };
  const liveness = new Liveness(0);
  const north = { progress: () => progress };
  expect(liveness.standingStill([north])).toEqual([]);
  liveness.note([north]);
  Object.assign(progress, { steps: 400, secondsWithoutInference: 16 });
  expect(liveness.standingStill([north])).toEqual(['north']);
});

test('a device that is missing and tried again is no hang; one that is no longer tried is', async () => {
  const north = channelCalled('north');
  const { look } = await reportOn([north]);
  await north.handle(opened);
  await north.handle(second(0));
  await look();
  await north.handle(missing);
  expect(signs(await look())).toBe(1);
  await north.handle(missing);
  expect(signs(await look())).toBe(1);
  expect(signs(await look())).toBe(0);
});

test('a channel that has ended is not waited for', async () => {
  const north = channelCalled('north');
  const south = channelCalled('south');
  const { look } = await reportOn([north, south]);
  for (const channel of [north, south]) {
    await channel.handle(opened);
    await channel.handle(second(0));
  }
  await south.end('end-of-recording');
  await look();
  await north.handle(second(1));
  const said = await look();
  expect(signs(said)).toBe(1);
});

test('the status tells what goes on in words, once', async () => {
  const north = channelCalled('north');
  let broker: string | null = null;
  const { look, report, socket } = await reportOn([north], () => broker);
  await north.handle(opened);
  await north.handle(second(0));
  expect(await look()).toContain('STATUS=hearing north');
  broker = 'no broker: connect ECONNREFUSED';
  expect(await look()).toEqual(['STATUS=hearing north; no broker: connect ECONNREFUSED']);
  expect(await look()).toEqual([]);
  report.reloading();
  report.reloaded('the new configuration is refused');
  broker = null;
  expect((await look()).slice(0, 2)).toEqual([
    expect.stringMatching(/^RELOADING=1 MONOTONIC_USEC=\d+$/),
    'READY=1',
  ]);
  report.stop();
  expect(await socket.takeUntil('STOPPING=1 STATUS=ending the open passages')).toBeDefined();
});
