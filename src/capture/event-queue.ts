import type { CaptureEvent } from './source.js';

type Gap = Extract<CaptureEvent, { type: 'gap' }>;

/**
 * What a live input has heard and its reader has not taken yet. It holds a bounded length of sound; a block that
 * does not fit is dropped and stands as a gap with the reason `overflow`. Everything else that is told between
 * two blocks is merged, so that a reader that sleeps for days finds one gap and the latest state.
 */
export class EventQueue implements AsyncIterable<CaptureEvent> {
  private events: CaptureEvent[] = [];
  private heldFrames = 0;
  private mostFrames = Number.POSITIVE_INFINITY;
  private ended = false;
  private failure: unknown;
  private wake: () => void = () => {};

  constructor(private readonly mostSeconds: number) {}

  push(event: CaptureEvent): void {
    if (event.type === 'opened') this.mostFrames = this.mostSeconds * event.sampleRateHz;
    if (event.type === 'block') this.pushBlock(event);
    else this.merge(event);
    this.wake();
  }

  /** No more will come: the reader gets what is held, then the end, or the failure. */
  end(failure?: unknown): void {
    this.ended = true;
    this.failure = failure;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CaptureEvent> {
    for (;;) {
      const event = this.events.shift();
      if (event) {
        if (event.type === 'block') this.heldFrames -= event.inputs[0].length;
        yield event;
      } else if (this.failure) throw this.failure;
      else if (this.ended) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }

  private pushBlock(block: Extract<CaptureEvent, { type: 'block' }>): void {
    const frames = block.inputs[0].length;
    if (this.heldFrames + frames > this.mostFrames) {
      this.merge({
        type: 'gap',
        firstSample: block.firstSample,
        missingSamples: frames,
        reason: 'overflow',
      });
      return;
    }
    this.heldFrames += frames;
    this.events.push(block);
  }

  private merge(event: Exclude<CaptureEvent, { type: 'block' }>): void {
    let last = true;
    for (let at = this.events.length - 1; at >= 0; at--) {
      const held = this.events[at];
      if (held.type === 'block') break;
      if (held.type !== event.type) continue;
      if (event.type !== 'gap') {
        this.events.splice(at, 1);
        break;
      }
      // What lengthens an earlier gap than the last would put those between them out of order.
      if (continues(held as Gap, event) && (last || event.missingSamples === 0)) {
        (held as Gap).missingSamples += event.missingSamples;
        return;
      }
      last = false;
    }
    this.events.push({ ...event });
  }
}

function continues(before: Gap, after: Gap): boolean {
  return before.reason === after.reason && before.firstSample + before.missingSamples === after.firstSample;
}
