import type { SoundEvent } from '../../../src/evaluation/sound-events.js';
import { windowHopSeconds } from '../../../src/features/analysis.js';
import type { EventTask } from './event-task.js';
import { middleOf } from './long-recording.js';

/** Windows over which the median is taken. */
const SMOOTHED_WINDOWS = 5;
/** Events with less between them are one. */
const GAP_SECONDS = 10;
/** An event is at least so long, as a share of the shortest passage shown. */
const LEAST_SHARE = 0.5;

/** Running median of an odd number of windows; at the ends of those that there are. */
export function smoothed(scores: Float64Array): Float64Array {
  const reach = (SMOOTHED_WINDOWS - 1) / 2;
  return scores.map((_, i) => {
    const near = scores.slice(Math.max(0, i - reach), i + reach + 1).sort();
    return near[Math.floor(near.length / 2)]!;
  });
}

/** The events in which smoothed scores of the query windows lie over a threshold: near ones merged, short ones dropped. */
export function eventsOver(scores: Float64Array, threshold: number, task: EventTask): SoundEvent[] {
  const half = windowHopSeconds / 2;
  const events: SoundEvent[] = [];
  for (const [i, score] of scores.entries()) {
    if (!(score > threshold)) continue;
    const middle = middleOf(task.queryStart + i);
    const last = events.at(-1);
    if (last && middle - half - last.offsetSeconds <= GAP_SECONDS) last.offsetSeconds = middle + half;
    else events.push({ onsetSeconds: middle - half, offsetSeconds: middle + half });
  }
  const shortest = Math.min(...task.shown.map(lengthOf));
  return events.filter((event) => lengthOf(event) >= LEAST_SHARE * shortest);
}

function lengthOf({ onsetSeconds, offsetSeconds }: SoundEvent): number {
  return offsetSeconds - onsetSeconds;
}
