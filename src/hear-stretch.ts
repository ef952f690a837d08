import type { CaptureSource } from './capture/source.js';
import { inputOf } from './input-of.js';

/** Part of one input of a recording. */
export interface Stretch {
  /** Seconds from the start of the recording. */
  from: number;
  to: number;
  /** From 1. */
  input: number;
}

export const wholeRecording: Stretch = { from: 0, to: Number.POSITIVE_INFINITY, input: 1 };

/**
 * Pushes the samples of a stretch into what `open` gives for their rate, and gives that back. Throws HullprintError
 * for what cannot be read.
 */
export async function hearStretch<Listener extends { push(samples: Float32Array): void }>(
  source: CaptureSource,
  { from, to, input }: Stretch,
  open: (sampleRateHz: number) => Listener,
): Promise<Listener | null> {
  let listener: Listener | null = null;
  let sampleRateHz = 0;
  const enough = new AbortController();
  for await (const event of source.listen(enough.signal)) {
    if (event.type === 'opened') {
      sampleRateHz = event.sampleRateHz;
      listener = open(sampleRateHz);
    } else if (event.type === 'block') {
      const samples = inputOf(event.inputs, input, source.name);
      const start = Math.max(0, Math.round(from * sampleRateHz) - event.firstSample);
      const end = Math.min(samples.length, Math.round(to * sampleRateHz) - event.firstSample);
      if (start < end) listener!.push(samples.subarray(start, end));
      if (end < samples.length) enough.abort();
    }
  }
  return listener;
}
