import type { DemonFrame, LevelFrame } from '../features/frames.js';
import type { UtcSpan } from './passage.js';

/** A level or DEMON frame and when it was. */
export type TimedFrame = { span: UtcSpan } & ({ level: LevelFrame } | { demon: DemonFrame });

/** A quarter of an hour. Beyond it the oldest frame is given out without the window that it waits for. */
const LONGEST = 1024;

/** Frames that wait for the window in whose time they fall, in the order in which they came. */
export class FrameQueue {
  #frames: TimedFrame[] = [];
  #overdue: TimedFrame[] = [];

  push(frame: TimedFrame): void {
    // After the clock was set back, older frames would wait for a time that has to come a second time.
    if (this.#frames.some(({ span }) => span.startMs > frame.span.endMs)) {
      this.#overdue.push(...this.#frames.splice(0));
    }
    this.#frames.push(frame);
    if (this.#frames.length > LONGEST) this.#overdue.push(this.#frames.shift()!);
  }

  /** Takes out the frames that end by `untilMs`. */
  take(untilMs: number): TimedFrame[] {
    const isReady = ({ span }: TimedFrame) => span.endMs <= untilMs;
    const ready = [...this.#overdue, ...this.#frames.filter(isReady)];
    this.#overdue = [];
    this.#frames = this.#frames.filter((frame) => !isReady(frame));
    return ready;
  }
}
