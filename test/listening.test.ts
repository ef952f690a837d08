import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Sequential } from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { CaptureEvent, CaptureSource } from '../src/capture/source.js';
import { Channel } from '../src/channel.js';
import { PassageTracker } from '../src/decision/passages.js';
import { estimateShaft } from '../src/features/shaft.js';
import { Listening } from '../src/listening.js';
import { createLog } from '../src/log.js';
import type { Model } from '../src/model.js';
import { type ChannelOutput, ChannelPipeline } from '../src/pipeline.js';
import { Random } from '../src/simulator/random.js';
import { FLAT_RECORDER } from '../src/site/recorder-state.js';
import { fixedRecorder } from '../src/site/site-recorder.js';
import { writeConvNetwork } from './embedding/fixtures/conv-network.js';
import { withNetwork } from './fixtures/network-model.js';

const RATE_HZ = 16_000;
const BLOCK = 4000;
/** A window ends at 5 s and each 2.5 s after. */
const SECONDS = 10;
const WINDOWS = 3;

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-listening-'));
let model: Model;
beforeAll(async () => {
  const folder = await writeConvNetwork(join(scratch, 'conv-network'));
  model = await withNetwork(folder, { backend: 'wasm' });
});
afterAll(() => {
  model.encoder.dispose();
  rmSync(scratch, { recursive: true });
});

/** Windows in each forward pass of the network. */
let passes: number[] = [];
beforeEach(() => {
  passes = [];
  const predict = Sequential.prototype.predict;
  vi.spyOn(Sequential.prototype, 'predict').mockImplementation(function (this: Sequential, x, options) {
    passes.push((x as Tensor).shape[0]!);
    return predict.call(this, x, options);
  });
});
afterEach(() => void vi.restoreAllMocks());

/** Noise on each input, another on each; `beforeBlock` may hold a block back. */
function device(
  inputs: number,
  beforeBlock: (block: number) => Promise<void> = async () => {},
): CaptureSource {
  const noise = Array.from({ length: inputs }, (_, input) => {
    const random = new Random(`input ${input}`);
    return Float32Array.from({ length: RATE_HZ * SECONDS }, () => 0.1 * random.normal());
  });
  return {
    name: `device of ${inputs}`,
    live: true,
    async *listen(): AsyncGenerator<CaptureEvent> {
      yield { type: 'opened', device: 'noise', sampleRateHz: RATE_HZ, channels: inputs };
      for (let first = 0; first < RATE_HZ * SECONDS; first += BLOCK) {
        await beforeBlock(first / BLOCK);
        const samples = noise.map((input) => input.slice(first, first + BLOCK));
        yield { type: 'block', firstSample: first, timeMs: (1000 * first) / RATE_HZ, inputs: samples };
      }
    },
  };
}

async function hear(source: CaptureSource, inputs: number): Promise<ChannelOutput[][]> {
  const told: ChannelOutput[][] = [];
  const channels = Array.from({ length: inputs }, (_, index) => {
    const outputs: ChannelOutput[] = [];
    told.push(outputs);
    let id = 0;
    const tracker = new PassageTracker({ nextId: () => String(id++), pool: model.pool, estimateShaft });
    const { encoder, judge, compression } = model;
    const recorder = fixedRecorder(FLAT_RECORDER);
    return new Channel(
      `channel ${index + 1}`,
      index + 1,
      (emit) =>
        new ChannelPipeline({ calibration: null, compression, recorder, encoder, judge, tracker }, emit),
      { output: (output) => outputs.push(output), effort: () => {}, state: () => {} },
    );
  });
  await new Listening(source, channels, createLog('fatal')).listen();
  return told;
}

test('all channels of a device go through one forward pass', async () => {
  await hear(device(8), 8);
  expect(passes).toEqual(Array(WINDOWS).fill(8));
});

test('recordings that are read at one pace share forward passes, and each says what it says alone', async () => {
  const alone = await hear(device(1), 1);
  passes = [];
  const together = await Promise.all([1, 2, 3, 4].map(() => hear(device(1), 1)));
  expect(passes).toEqual(Array(WINDOWS).fill(4));
  for (const told of together) expect(told).toEqual(alone);
});

test('a device that falls behind holds no other up', async () => {
  let free = () => {};
  const others = new Promise<void>((resolve) => {
    free = resolve;
  });
  const late = hear(
    device(1, async (block) => (block === 30 ? others : undefined)),
    1,
  );
  // This would wait for ever if a pass waited for the device that waits for it.
  await hear(device(2), 2);
  free();
  await late;
  expect(passes.reduce((sum, windows) => sum + windows)).toBe(3 * WINDOWS);
});
