import { FrameRing } from '../signal/frame-ring.js';
import type { SampleHistory } from '../signal/sample-history.js';
import { framesWithin } from './analysis.js';

/** Analyses each frame of a signal as soon as its last sample is there, and keeps the latest results. */
export abstract class FrameAnalysis {
  readonly length: number;
  readonly hop: number;
  /** One row a frame; frame i starts at sample i · hop. */
  readonly ring: FrameRing;

  /** Frames of `length` samples each `hop`; results of the latest `keptSamples` stay, `width` values a frame. */
  constructor(length: number, hop: number, keptSamples: number, width: number) {
    this.length = length;
    this.hop = hop;
    this.ring = new FrameRing(Math.ceil(keptSamples / hop) + 1, width);
  }

  advance(history: SampleHistory): void {
    while (this.ring.count * this.hop + this.length <= history.end) {
      const offset = history.offsetOf(this.ring.count * this.hop);
      this.analyse(history.samples, offset, this.ring.values, this.ring.add());
    }
  }

  /** Frames that lie wholly inside a stretch of `samples` which starts on a frame. */
  framesWithin(samples: number): number {
    return framesWithin(samples, this.length, this.hop);
  }

  /** Writes what the frame at `offset` of `samples` gives into `rows`, from `row` on. */
  protected abstract analyse(samples: Float32Array, offset: number, rows: Float32Array, row: number): void;
}
