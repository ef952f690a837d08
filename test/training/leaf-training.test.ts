import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { LabelledRecording } from '../../src/datasets/labelled-recording.js';
import { openBackend } from '../../src/embedding/backend-ladder.js';
import { clipsOf, type RecordingClips, shipsOf } from '../../src/training/leaf-clips.js';
import { defaultLeafTraining } from '../../src/training/leaf-options.js';
import { trainLeaf } from '../../src/training/leaf-training.js';
import { addConvolutionGradient } from '../../src/training/wasm-convolution-gradient.js';
import { recording } from '../fixtures/harbour-recording.js';

beforeAll(async () => {
  await openBackend('wasm');
  addConvolutionGradient();
});

function labelled(size: LabelledRecording['size'], vessel: string, id: number): LabelledRecording {
  return {
    recordingId: `r${id}`,
    source: 'pier',
    site: 'pier',
    hydrophone: 'pier',
    class: '',
    size,
    vessel,
    startMs: null,
    paths: [],
    files: [],
  };
}

test('what is neither big nor small is not learnt from, and each side must have both', () => {
  const big = labelled('big', 'A', 1);
  const small = labelled('small', 'B', 2);
  const sides = { training: [labelled('none', '', 3), big, small], validation: [small, big] };
  expect(shipsOf(sides)).toEqual({ training: [big, small], validation: [small, big] });
  expect(() => shipsOf({ ...sides, validation: [big] })).toThrow(/no small vessel is left for validation/);
});

test('a recording is cut into clips of its own level, evenly spread; a short one is repeated', async () => {
  const ramp = Float32Array.from(
    { length: 32_000 },
    (_, i) => 0.01 * (1 + Math.floor(i / 3200)) * (i % 2 ? 1 : -1),
  );
  const files = [recording([ramp], 'ramp.wav')];
  const { clips } = await clipsOf({ ...labelled('big', 'A', 1), files }, 3200, 5);
  expect(clips.map(({ length }) => length)).toEqual([3200, 3200, 3200, 3200, 3200]);
  const all = await clipsOf({ ...labelled('big', 'A', 1), files }, 3200, 99);
  expect(all.clips).toHaveLength(10);
  expect(clips).toEqual([0, 2, 4, 6, 8].map((i) => all.clips[i]));
  const power = all.clips.flatMap((clip) => [...clip]).reduce((sum, x) => sum + x * x, 0) / 32_000;
  expect(Math.sqrt(power)).toBeCloseTo(0.1, 3);
  const { clips: repeated } = await clipsOf({ ...labelled('big', 'A', 1), files }, 40_000, 5);
  expect(repeated).toHaveLength(1);
  expect(repeated[0]!.slice(32_000)).toEqual(repeated[0]!.slice(0, 8000));
});

test('training gives back every tensor that it took', async () => {
  const clips = (pitch: number) => [Float32Array.from({ length: 1600 }, (_, i) => 0.1 * Math.sin(pitch * i))];
  const ships: RecordingClips[] = [
    { recordingId: '1', source: 'pier', vessel: 'A', size: 'big', place: 'p', clips: clips(0.1) },
    { recordingId: '2', source: 'pier', vessel: 'B', size: 'small', place: 'p', clips: clips(1) },
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

test('a vessel is learnt as much from each place where it was heard, however many recordings are from there', async () => {
  const read = { here: 0, there: 0 };
  const heard = (place: keyof typeof read, recordingId: string): RecordingClips => ({
    ...{ recordingId, source: 'pier', vessel: 'A', size: 'big', place },
    get clips() {
      read[place]++;
      return [Float32Array.from({ length: 1600 }, (_, i) => 0.1 * Math.sin(0.1 * i))];
    },
  });
  const small = { ...heard('there', 'small'), vessel: 'B', size: 'small' as const };
  const validation = [heard('here', 'v'), small].map((one) => ({ ...one }));
  const crowd = Array.from({ length: 9 }, (_, i) => heard('here', `here ${i}`));
  Object.assign(read, { here: 0, there: 0 });
  const options = {
    ...defaultLeafTraining,
    clipSeconds: 0.1,
    batchClips: 20,
    stepsPerEpoch: 10,
    filters: 10,
  };
  const task = {
    options: { ...options, head: 'linear' as const, epochs: 1 },
    training: [...crowd, heard('there', 'x'), small],
    validation,
  };
  await trainLeaf(task, null, async () => {});
  expect(read.here + read.there).toBe(100);
  expect(read.here).toBeGreaterThan(30);
  expect(read.here).toBeLessThan(70);
});
