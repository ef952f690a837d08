import { setTimeout as sleep } from 'node:timers/promises';
import { EventQueue } from './event-queue.js';
import { type LiveEnd, type LiveInput, monotonicMs } from './live-input.js';
import { LiveRecorder } from './live-recorder.js';
import type { ClockTolerance } from './sample-clock.js';
import type { CaptureEvent, CaptureSource } from './source.js';
import type { SourceLog } from './source-log.js';

export interface LivePatience {
  /** An input that gives no sample for this long hangs, and is killed and opened anew. */
  hangSeconds: number;
  /** From opening to the first sample it may take this long. */
  startSeconds: number;
  /** Pause before the first retry; it doubles with every one in vain. */
  firstRetrySeconds: number;
  mostRetrySeconds: number;
  /** Sound held for a reader that is slow; what is beyond becomes a gap. */
  queueSeconds: number;
}

/** An opening that lasted this long was a good one: the next retry comes soon again. */
const goodOpeningMs = 10_000;

/** Keeps a live input open, whatever happens to it. */
export class LiveSource implements CaptureSource {
  readonly live = true;
  private recorder: LiveRecorder | undefined;

  constructor(
    readonly name: string,
    private readonly input: LiveInput,
    private readonly tolerance: ClockTolerance,
    private readonly patience: LivePatience,
    private readonly log: SourceLog,
  ) {}

  /** How much faster than its nominal rate the converter runs, parts per million; null until it is known. */
  get driftPpm(): number | null {
    return this.recorder?.clock?.driftPpm ?? null;
  }

  /** @throws HullprintError for what no retry can mend: a program or an addon that is not installed */
  async *listen(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    const queue = new EventQueue(this.patience.queueSeconds);
    const log: SourceLog = (level, message) => this.log(level, `${this.name}: ${message}`);
    const recorder = new LiveRecorder(queue, this.tolerance, log);
    this.recorder = recorder;
    const readerGone = new AbortController();
    const stop = AbortSignal.any([signal, readerGone.signal]);
    const kept = this.keepOpen(recorder, queue, stop).then(
      () => queue.end(),
      (failure) => queue.end(failure),
    );
    try {
      yield* queue;
    } finally {
      readerGone.abort();
      await kept;
    }
  }

  private async keepOpen(recorder: LiveRecorder, queue: EventQueue, stop: AbortSignal): Promise<void> {
    const { firstRetrySeconds, mostRetrySeconds } = this.patience;
    let retryInSeconds = firstRetrySeconds;
    while (!stop.aborted) {
      const openedMs = monotonicMs();
      const end = await this.openOnce(recorder, stop);
      if (stop.aborted) return;
      recorder.closed(end.reason);
      if (monotonicMs() - openedMs > goodOpeningMs) retryInSeconds = firstRetrySeconds;
      queue.push({ type: 'unavailable', reason: end.message, retryInSeconds });
      await sleep(1000 * retryInSeconds, undefined, { signal: stop }).catch(() => {});
      retryInSeconds = Math.min(2 * retryInSeconds, mostRetrySeconds);
    }
  }

  /** Opens the input and watches that samples keep coming. */
  private async openOnce(recorder: LiveRecorder, stop: AbortSignal): Promise<LiveEnd> {
    const { hangSeconds, startSeconds } = this.patience;
    const kill = new AbortController();
    const packetsBefore = recorder.packets;
    let packetsSeen = packetsBefore;
    let aliveMs = monotonicMs();
    const watch = setInterval(() => {
      const patienceSeconds = packetsSeen === packetsBefore ? startSeconds : hangSeconds;
      if (recorder.packets !== packetsSeen) aliveMs = monotonicMs();
      else if (monotonicMs() - aliveMs > 1000 * patienceSeconds) kill.abort();
      packetsSeen = recorder.packets;
    }, 250 * hangSeconds);
    try {
      const end = await this.input.open(recorder, recorder.layout, AbortSignal.any([stop, kill.signal]));
      if (!kill.signal.aborted) return end;
      return { reason: 'hang', message: `no sample for ${hangSeconds} s` };
    } finally {
      clearInterval(watch);
    }
  }
}
