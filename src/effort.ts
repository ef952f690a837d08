import type { GapReason } from './capture/source.js';
import type { UtcSpan } from './decision/passage.js';

const MINUTE_MS = 60_000;
/** Times that go back by less are those of a clock that is being held to the samples. */
const CLOCK_SET_BACK_MS = 1000;

export interface Effort {
  span: UtcSpan;
  secondsHeard: number;
  gaps: { startMs: number; seconds: number; reason: GapReason }[];
}

/**
 * Counts what was really listened to, by whole UTC minutes. A minute is complete when sound or silence beyond
 * it is told of, or before it: the clock was set back.
 */
export class EffortMeter {
  #minute: Effort | null = null;
  readonly #complete: (effort: Effort) => void;

  constructor(complete: (effort: Effort) => void) {
    this.#complete = complete;
  }

  heard(startMs: number, seconds: number): void {
    this.#spread(startMs, seconds, (minute, _startMs, part) => {
      minute.secondsHeard += part;
    });
  }

  missed(startMs: number, seconds: number, reason: GapReason): void {
    this.#spread(startMs, seconds, (minute, partStartMs, part) => {
      const last = minute.gaps.at(-1);
      const joins = last?.reason === reason && Math.abs(last.startMs + last.seconds * 1000 - partStartMs) < 1;
      if (joins) last.seconds += part;
      else minute.gaps.push({ startMs: partStartMs, seconds: part, reason });
    });
  }

  /** Completes the minute under way, as at shutdown. */
  end(): void {
    if (this.#minute) this.#complete(this.#minute);
    this.#minute = null;
  }

  #spread(
    startMs: number,
    seconds: number,
    add: (minute: Effort, startMs: number, seconds: number) => void,
  ): void {
    const endMs = startMs + seconds * 1000;
    for (let fromMs = startMs; fromMs < endMs; ) {
      const minute = this.#minuteOf(fromMs);
      const toMs = Math.min(endMs, Math.floor(fromMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS);
      add(minute, fromMs, (toMs - fromMs) / 1000);
      minute.span.endMs = toMs;
      fromMs = toMs;
    }
  }

  #minuteOf(ms: number): Effort {
    if (this.#minute) {
      const { startMs } = this.#minute.span;
      const isLater = Math.floor(ms / MINUTE_MS) > Math.floor(startMs / MINUTE_MS);
      if (isLater || ms < startMs - CLOCK_SET_BACK_MS) this.end();
    }
    this.#minute ??= { span: { startMs: ms, endMs: ms }, secondsHeard: 0, gaps: [] };
    return this.#minute;
  }
}
