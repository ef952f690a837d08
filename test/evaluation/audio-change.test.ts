import { expect, test } from 'vitest';
import type { CaptureEvent, CaptureSource } from '../../src/capture/source.js';
import { ExitCode } from '../../src/errors.js';
import { changedSource, parseChange, STANDARD_CHANGES } from '../../src/evaluation/audio-change.js';

const rate = 16_000;
const seconds = 4;

function sine(hz: number, amplitude = 0.1, offset = 0): Float32Array {
  return Float32Array.from(
    { length: seconds * rate },
    (_, i) => offset + amplitude * Math.sin((2 * Math.PI * hz * i) / rate),
  );
}

function sourceOf(samples: Float32Array): CaptureSource {
  return {
    name: 'sine',
    live: false,
    async *listen(): AsyncGenerator<CaptureEvent> {
      yield { type: 'opened', sampleRateHz: rate, channels: 1, device: 'sine' };
      yield { type: 'block', firstSample: 0, timeMs: 0, inputs: [samples] };
    },
  };
}

async function changed(name: string, samples: Float32Array) {
  let sampleRateHz = 0;
  const heard: number[] = [];
  const source = changedSource(sourceOf(samples), parseChange(name));
  for await (const event of source.listen(new AbortController().signal)) {
    if (event.type === 'opened') sampleRateHz = event.sampleRateHz;
    if (event.type === 'block') heard.push(...event.inputs[0]);
  }
  return { sampleRateHz, samples: heard };
}

/** Level of the middle half, dB. */
function levelDb(samples: ArrayLike<number>): number {
  let sum = 0;
  const from = Math.floor(samples.length / 4);
  const to = 3 * from;
  for (let i = from; i < to; i++) sum += samples[i] ** 2;
  return 10 * Math.log10(sum / (to - from));
}

test.each([
  ['tilt+6', 100, -6],
  ['tilt+6', 1000, 0],
  ['tilt-3', 4000, -3 * Math.log10(4)],
  ['highpass100', 100, -10 * Math.log10(2)],
  ['highpass100', 50, -10 * Math.log10(1 + 2 ** 8)],
  ['highpass200', 2000, 0],
])('%s changes a sine at %d Hz by %d dB', async (name, hz, db) => {
  const { samples } = await changed(name, sine(hz));
  expect(levelDb(samples) - levelDb(sine(hz))).toBeCloseTo(db, 1);
});

test('noise10 adds a tenth of the signal’s power, its offset not counted', async () => {
  const { samples } = await changed('noise10', sine(440, 0.1, 0.5));
  expect(levelDb(samples) - levelDb(sine(440))).toBeCloseTo(10 * Math.log10(1.1), 1);
});

test('rate8000 keeps what a recorder at 8 kHz would have heard, and its duration', async () => {
  const kept = await changed('rate8000', sine(1000));
  expect(kept.sampleRateHz).toBe(8000);
  expect(kept.samples.length).toBe(seconds * 8000);
  expect(levelDb(kept.samples)).toBeCloseTo(levelDb(sine(1000)), 1);
  const lost = await changed('rate8000', sine(6000));
  expect(levelDb(lost.samples)).toBeLessThan(levelDb(sine(6000)) - 60);
});

test('every standard change is known, and an unknown one is a usage error', () => {
  for (const name of STANDARD_CHANGES) expect(parseChange(name).name).toBe(name);
  for (const name of ['', 'tilt', 'loud+3', 'rate4000', 'highpass-5']) {
    expect(() => parseChange(name)).toThrow(expect.objectContaining({ exitCode: ExitCode.usage }));
  }
});
