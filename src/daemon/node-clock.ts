import { type Move, UnsureTimes } from '../history/unsure-times.js';
import type { Logger } from '../log.js';
import type { Publisher } from '../publish/publisher.js';
import type { Store } from '../store/store.js';
import { bootId, clockSynchronised, sinceBootMs } from '../system-clock.js';
import { ClockWatch } from './clock-watch.js';
import type { Kept } from './kept.js';

/** The watch on the system's clock that has what the node kept and said moved when it was wrong. */
export function nodeClock(
  store: Store,
  kept: () => Kept,
  publisher: () => Publisher,
  log: Logger,
): ClockWatch {
  const clock = { nowMs: () => Date.now(), sinceBootMs, synchronised: clockSynchronised };
  const correct = async (moves: readonly Move[], done: () => void): Promise<void> => {
    const passages = await kept().correctTimes(
      moves,
      (event, keep) => publisher().sayAgain(event, keep),
      done,
    );
    for (const { startMs, endMs, byMs } of moves)
      log.warn(
        { from: new Date(startMs), to: new Date(endMs), bySeconds: byMs / 1000, passages },
        'the clock is synchronised: what was kept before has been moved to its right time',
      );
  };
  return new ClockWatch(new UnsureTimes(store, bootId()), correct, clock, log);
}
