import type { UtcSpan } from './decision/passage.js';

/** A correction below this is jitter of the arrival, not drift of the converter. */
const TOLERANCE_MS = 20;

/** Turns seconds of a segment into UTC: the sample count is the clock, corrected when it drifts from the capture's. */
export class SegmentClock {
  readonly #sampleRateHz: number;
  #startMs: number;
  #samples = 0;

  /** @param startMs UTC time of the segment's first sample */
  constructor(sampleRateHz: number, startMs: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#startMs = startMs;
  }

  /** Tells that a block of that many samples came, whose first one has the UTC time `timeMs`. */
  advance(samples: number, timeMs: number): void {
    const errorMs = timeMs - this.#utc(this.#samples / this.#sampleRateHz);
    if (Math.abs(errorMs) > TOLERANCE_MS) this.#startMs += errorMs;
    this.#samples += samples;
  }

  span({ startSeconds, endSeconds }: { startSeconds: number; endSeconds: number }): UtcSpan {
    return { startMs: this.#utc(startSeconds), endMs: this.#utc(endSeconds) };
  }

  #utc(seconds: number): number {
    return this.#startMs + 1000 * seconds;
  }
}
