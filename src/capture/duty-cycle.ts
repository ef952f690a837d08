import type { CaptureEvent, CaptureSource } from './source.js';

export interface DutyCycle {
  listenMinutes: number;
  /** A whole cycle; cycles are counted from the epoch, so that nodes with the same one listen together. */
  everyMinutes: number;
}

const MINUTE_MS = 60_000;
/** The wall clock may be set at any time: it is looked at again after this long. */
const LOOK_MS = 1000;
/** How often a rest is told of. */
const TELL_MS = 10_000;

/** When it rests at a UTC time, the time at which that is over; null when it listens then. */
export function restsUntil({ listenMinutes, everyMinutes }: DutyCycle, timeMs: number): number | null {
  const cycleMs = everyMinutes * MINUTE_MS;
  const beganMs = Math.floor(timeMs / cycleMs) * cycleMs;
  return timeMs < beganMs + listenMinutes * MINUTE_MS ? null : beganMs + cycleMs;
}

/** Listens to a live source for the first part of each cycle and lets go of it for the rest, so that it can power down. */
export class DutyCycledSource implements CaptureSource {
  constructor(
    private readonly source: CaptureSource,
    private readonly cycle: DutyCycle,
  ) {}

  get name(): string {
    return this.source.name;
  }

  get live(): boolean {
    return this.source.live;
  }

  get driftPpm(): number | null {
    return this.source.driftPpm ?? null;
  }

  async *listen(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    while (!signal.aborted) {
      const untilMs = restsUntil(this.cycle, Date.now());
      if (untilMs === null) yield* this.listenOnce(signal);
      else {
        yield { type: 'resting', untilMs };
        await this.rest(signal);
      }
    }
  }

  private async *listenOnce(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    const over = new AbortController();
    const look = setInterval(() => {
      if (restsUntil(this.cycle, Date.now()) !== null) over.abort();
    }, LOOK_MS);
    try {
      yield* this.source.listen(AbortSignal.any([signal, over.signal]));
    } finally {
      clearInterval(look);
    }
  }

  /** Until the rest is over, but not longer than until it is to be told of again. */
  private rest(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let restedMs = 0;
      const done = () => {
        clearInterval(look);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const look = setInterval(() => {
        restedMs += LOOK_MS;
        if (restedMs >= TELL_MS || restsUntil(this.cycle, Date.now()) === null) done();
      }, LOOK_MS);
      signal.addEventListener('abort', done);
    });
  }
}
