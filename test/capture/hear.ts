import type { CaptureEvent, CaptureSource } from '../../src/capture/source.js';

export interface Heard {
  events: CaptureEvent[];
  sampleRateHz: number;
  /** `[inputs][frames]`, gaps left out. */
  inputs: number[][];
}

/** Everything a source tells until it ends. */
export async function hear(
  source: CaptureSource,
  signal: AbortSignal = new AbortController().signal,
): Promise<Heard> {
  const heard: Heard = { events: [], sampleRateHz: 0, inputs: [] };
  for await (const event of source.listen(signal)) {
    heard.events.push(event);
    if (event.type === 'opened') {
      heard.sampleRateHz = event.sampleRateHz;
      heard.inputs = Array.from({ length: event.channels }, () => []);
    }
    if (event.type === 'block') event.inputs.forEach((samples, i) => void heard.inputs[i].push(...samples));
  }
  return heard;
}
