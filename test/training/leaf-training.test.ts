import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { openBackend } from '../../src/embedding/backend-ladder.js';
import type { IndexedRecording } from '../../src/evaluation/index-file.js';
import { clipsOf, type RecordingClips, splitByVessel } from '../../src/training/leaf-clips.js';
import { defaultLeafTraining } from '../../src/training/leaf-options.js';
import { trainLeaf } from '../../src/training/leaf-training.js';
import { addConvolutionGradient } from '../../src/training/wasm-convolution-gradient.js';
import { recording } from '../fixtures/harbour-recording.js';

beforeAll(async () => {
  await openBackend('wasm');
  addConvolutionGradient();
});

function indexed(size: IndexedRecording['size'], vessel: string, id: number): IndexedRecording {
  return { recordingId: `r${id}`, source: 'pier', class: '', size, vessel, paths: [], files: [] };
}

test('no vessel is on both sides, each side has both sizes, and the seed decides', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      fc.array(fc.tuple(fc.constantFrom('big', 'small', 'none', 'medium'), fc.integer({ min: 0, max: 9 }))),
      (seed, share, more) => {
        const recordings = [
          ...['big', 'small'].flatMap((size) => [0, 1].map((ship) => [size, ship] as const)),
          ...more,
        ].map(([size, ship], id) => indexed(size as IndexedRecording['size'], `${size} ${ship}`, id));
        const split = splitByVessel(recordings, share, seed);
        const vessels = (side: 'training' | 'validation') => new Set(split[side].map(({ vessel }) => vessel));
        expect([...vessels('training')].filter((vessel) => vessels('validation').has(vessel))).toEqual([]);
        for (const side of ['training', 'validation'] as const)
          expect(new Set(split[side].map(({ size }) => size))).toEqual(new Set(['big', 'small']));
        const ships = recordings.filter(({ size }) => size === 'big' || size === 'small');
        expect(split.training.length + split.validation.length).toBe(ships.length);
        expect(splitByVessel(recordings.toReversed(), share, seed).validation.toReversed()).toEqual(
          split.validation,
        );
      },
    ),
  );
});

test('a recording is cut into clips of its own level, evenly spread; a short one is repeated', async () => {
  const ramp = Float32Array.from(
    { length: 32_000 },
    (_, i) => 0.01 * (1 + Math.floor(i / 3200)) * (i % 2 ? 1 : -1),
  );
  const files = [recording([ramp], 'ramp.wav')];
  const { clips } = await clipsOf({ ...indexed('big', 'A', 1), files }, 3200, 5);
  expect(clips.map(({ length }) => length)).toEqual([3200, 3200, 3200, 3200, 3200]);
  const all = await clipsOf({ ...indexed('big', 'A', 1), files }, 3200, 99);
  expect(all.clips).toHaveLength(10);
  expect(clips).toEqual([0, 2, 4, 6, 8].map((i) => all.clips[i]));
  const power = all.clips.flatMap((clip) => [...clip]).reduce((sum, x) => sum + x * x, 0) / 32_000;
  expect(Math.sqrt(power)).toBeCloseTo(0.1, 3);
  const { clips: repeated } = await clipsOf({ ...indexed('big', 'A', 1), files }, 40_000, 5);
  expect(repeated).toHaveLength(1);
  expect(repeated[0]!.slice(32_000)).toEqual(repeated[0]!.slice(0, 8000));
});

test('training gives back every tensor that it took', async () => {
  const clips = (pitch: number) => [Float32Array.from({ length: 1600 }, (_, i) => 0.1 * Math.sin(pitch * i))];
  const ships: RecordingClips[] = [
    { recordingId: '1', source: 'pier', vessel: 'A', size: 'big', clips: clips(0.1) },
    { recordingId: '2', source: 'pier', vessel: 'B', size: 'small', clips: clips(1) },
  ];
  const options = { ...defaultLeafTraining, clipSeconds: 0.1, batchClips: 2, stepsPerEpoch: 2, filters: 10 };
  const before = tf.memory().numTensors;
  for (const head of ['convolution', 'linear'] as const) {
    const task = { options: { ...options, head, epochs: 3 }, training: ships, validation: ships };
    const { history } = await trainLeaf(task, null, async () => {});
    expect(history).toHaveLength(3);
    expect(tf.memory().numTensors).toBe(before);
  }
});
