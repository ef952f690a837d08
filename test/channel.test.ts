import { expect, onTestFinished, test, vi } from 'vitest';
import type { CaptureEvent } from '../src/capture/source.js';
import { Channel } from '../src/channel.js';
import { PassageTracker } from '../src/decision/passages.js';
import type { Effort } from '../src/effort.js';
import { HullprintError } from '../src/errors.js';
import { estimateShaft } from '../src/features/shaft.js';
import { loadModel } from '../src/model.js';
import { type ChannelOutput, ChannelPipeline } from '../src/pipeline.js';
import { FLAT_RECORDER } from '../src/site/recorder-state.js';
import { fixedRecorder } from '../src/site/site-recorder.js';
import { HARBOUR_RATE_HZ, harbourSamples } from './fixtures/harbour-recording.js';
import { rumbleModel } from './fixtures/rumble-model.js';

const START_MS = Date.UTC(2026, 4, 1, 10);
const samples = harbourSamples(150, [{ size: 'big', closestSeconds: 50 }]);

/** A channel with the real pipeline, and what it tells. */
async function listeningChannel(input = 1) {
  const { encoder, judge, pool } = await loadModel(await rumbleModel());
  const outputs: ChannelOutput[] = [];
  const efforts: Effort[] = [];
  const states: string[] = [];
  const tracker = new PassageTracker({ nextId: () => 'one', pool, estimateShaft });
  const recorder = fixedRecorder(FLAT_RECORDER);
  const stages = { calibration: null, compression: 'log' as const, recorder, encoder, judge, tracker };
  const channel = new Channel('north', input, (emit) => new ChannelPipeline(stages, emit), {
    output: (output) => outputs.push(output),
    effort: (effort) => efforts.push(structuredClone(effort)),
    state: (state, reason) => states.push(reason ? `${state}: ${reason}` : state),
  });
  await channel.handle({ type: 'opened', sampleRateHz: HARBOUR_RATE_HZ, channels: 1, device: 'test' });
  return { channel, outputs, efforts, states };
}

/** Blocks of a second from one second of the recording to another. */
function blocks(fromSecond: number, toSecond: number): CaptureEvent[] {
  return Array.from({ length: toSecond - fromSecond }, (_, i) => {
    const firstSample = (fromSecond + i) * HARBOUR_RATE_HZ;
    const inputs = [samples.subarray(firstSample, firstSample + HARBOUR_RATE_HZ)];
    return { type: 'block', firstSample, timeMs: START_MS + 1000 * (fromSecond + i), inputs };
  });
}

const gap = (fromSecond: number, toSecond: number): CaptureEvent => ({
  type: 'gap',
  firstSample: fromSecond * HARBOUR_RATE_HZ,
  missingSamples: (toSecond - fromSecond) * HARBOUR_RATE_HZ,
  reason: 'overflow',
});

async function tell(channel: Channel, events: readonly CaptureEvent[]): Promise<void> {
  for (const event of events) await channel.handle(event);
}

const phases = (outputs: readonly ChannelOutput[]) =>
  outputs.flatMap((output) => (output.type === 'passage' ? [output.passage.phase] : []));

test('effort is heard and lost seconds of each minute; gaps and overflows are counted', async () => {
  const { channel, efforts } = await listeningChannel();
  await tell(channel, [
    ...blocks(0, 30),
    gap(30, 35),
    ...blocks(35, 100),
    gap(100, 101),
    ...blocks(101, 110),
  ]);
  await channel.end('shutdown');
  expect(efforts.map(({ secondsHeard }) => Math.round(secondsHeard))).toEqual([55, 49]);
  expect(efforts.flatMap(({ gaps }) => gaps)).toEqual([
    { startMs: START_MS + 30_000, seconds: 5, reason: 'overflow' },
    { startMs: START_MS + 100_000, seconds: 1, reason: 'overflow' },
  ]);
  expect(channel.account()).toMatchObject({
    state: 'stopped',
    gaps: 2,
    overflows: 2,
    missingSeconds: 6,
    lastSampleMs: START_MS + 110_000,
  });
});

test('a passage stays open over a short hole in the sound, and ends at a long one', async () => {
  const short = await listeningChannel();
  await tell(short.channel, [...blocks(0, 48), gap(48, 54), ...blocks(54, 60)]);
  expect(phases(short.outputs)).not.toContain('end');
  expect(short.channel.verdict.passage).toBe('one');

  const long = await listeningChannel();
  await tell(long.channel, [...blocks(0, 48), gap(48, 90)]);
  expect(phases(long.outputs).at(-1)).toBe('end');
  expect(long.channel.verdict.passage).toBe(null);
});

test('a device that goes away is told; the time until it is back counts as lost, once', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START_MS + 20_000 });
  try {
    const { channel, efforts, states } = await listeningChannel();
    await tell(channel, [...blocks(0, 20), gap(20, 20)]);
    const gone: CaptureEvent = { type: 'unavailable', reason: 'pulled out', retryInSeconds: 1 };
    await channel.handle(gone);
    vi.setSystemTime(START_MS + 25_000);
    await tell(channel, [{ ...gap(20, 25), reason: 'device-lost' } as CaptureEvent, gone]);
    vi.setSystemTime(START_MS + 40_000);
    await tell(channel, [
      { type: 'opened', sampleRateHz: HARBOUR_RATE_HZ, channels: 1, device: 'test' },
      { ...gap(25, 40), reason: 'device-lost' } as CaptureEvent,
      ...blocks(40, 50),
    ]);
    await channel.end('shutdown');
    expect(states).toEqual(['listening', 'unavailable: pulled out', 'listening', 'stopped']);
    expect(efforts).toHaveLength(1);
    expect(efforts[0]).toMatchObject({
      secondsHeard: 30,
      gaps: [{ startMs: START_MS + 20_000, seconds: 20, reason: 'device-lost' }],
    });
    expect(channel.account().missingSeconds).toBe(20);
  } finally {
    vi.useRealTimers();
  }
});

test('the end of a channel ends what is open: the passage, the minute, the state', async () => {
  const { channel, outputs, efforts, states } = await listeningChannel();
  await tell(channel, blocks(0, 50));
  await channel.end('shutdown', 'told to');
  expect(phases(outputs).at(-1)).toBe('end');
  expect(outputs.findLast(({ type }) => type === 'passage')).toMatchObject({
    passage: { endedBy: 'shutdown' },
  });
  expect(efforts).toHaveLength(1);
  expect(states.at(-1)).toBe('stopped: told to');
});

test('an input that the source lacks is refused', async () => {
  const { channel } = await listeningChannel(2);
  await expect(channel.handle(blocks(0, 1)[0]!)).rejects.toThrow(HullprintError);
});

test('a rest is effort that was not made, ends the passage, and is no loss', async () => {
  vi.useFakeTimers({ now: START_MS, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { channel, outputs, efforts, states } = await listeningChannel();
  await tell(channel, blocks(0, 60));
  const rest: CaptureEvent = { type: 'resting', untilMs: START_MS + 100_000 };
  vi.setSystemTime(START_MS + 61_000);
  await channel.handle(rest);
  expect(phases(outputs).at(-1)).toBe('end');
  vi.setSystemTime(START_MS + 90_000);
  await channel.handle(rest);
  expect(channel.account()).toMatchObject({ state: 'resting', missingSeconds: 0, gaps: 0 });
  await channel.handle({ type: 'opened', sampleRateHz: HARBOUR_RATE_HZ, channels: 1, device: 'test' });
  await tell(channel, blocks(101, 130));
  await channel.end('shutdown');
  expect(efforts.map(({ secondsHeard }) => Math.round(secondsHeard))).toEqual([60, 19, 10]);
  expect(efforts.flatMap(({ gaps }) => gaps)).toEqual([
    { startMs: START_MS + 60_000, seconds: 41, reason: 'duty-cycle' },
  ]);
  expect(states).toContain(`resting: until ${new Date(START_MS + 100_000).toISOString()}`);
});
