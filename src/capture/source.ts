/** Why samples are missing. */
export type GapReason = 'overflow' | 'device-lost' | 'restart' | 'hang' | 'clock-step' | 'duty-cycle';

/**
 * What a source tells, in order. Sample indices count at the capture rate from the first opening, or from the first
 * after a rest, and include the samples that went missing, so that an index always means one instant.
 */
export type CaptureEvent =
  | { type: 'opened'; sampleRateHz: number; channels: number; device: string }
  /** PCM of every input; full scale is ±1. `timeMs` is the UTC time of the first sample, by the sample clock. */
  | { type: 'block'; firstSample: number; timeMs: number; inputs: Float32Array[] }
  | { type: 'gap'; firstSample: number; missingSamples: number; reason: GapReason }
  /** The device is missing or went away; the source goes on trying. */
  | { type: 'unavailable'; reason: string; retryInSeconds: number }
  /** It is let go of until a time, as its duty cycle says. Told again and again while that lasts. */
  | { type: 'resting'; untilMs: number };

/**
 * Where samples come from. Constructing does nothing; iterating opens it, and ends at the end of a file or
 * when the signal aborts. A live source holds a bounded queue: what does not fit becomes a gap with the
 * reason `overflow`. A file waits for its reader.
 */
export interface CaptureSource {
  /** As configured, e.g. `portaudio:USB Audio`. */
  readonly name: string;
  /** Paced by a device rather than by its reader. */
  readonly live: boolean;
  /** How much faster than its nominal rate a live source's converter runs, parts per million; null until it is known. */
  readonly driftPpm?: number | null;
  listen(signal: AbortSignal): AsyncIterable<CaptureEvent>;
}
