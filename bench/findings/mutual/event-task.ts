import type { SoundEvent } from '../../../src/evaluation/sound-events.js';
import type { VesselType } from '../../../src/simulator/source-level.js';
import { type LongRecording, middleOf } from './long-recording.js';

/** "Find all passages like these": the first passages of one kind, and the rest of the recording. */
export interface EventTask {
  kind: VesselType;
  /** The passages that are shown, and the windows of each whose middle lies in it. */
  shown: SoundEvent[];
  shownWindows: number[][];
  /** Windows up to the end of the last passage shown that touch none of them. */
  otherWindows: number[];
  /** The first window after it; those from here on are asked for. */
  queryStart: number;
  /** Passages to be found. */
  hidden: SoundEvent[];
}

const HALF_WINDOW_SECONDS = 2.5;

/** The task that each kind sets which passes often enough: the first `shown` passages and at least one more. */
export function eventTasks(recording: LongRecording, shown: number): EventTask[] {
  const kinds = [...new Set(recording.passages.flatMap(({ kind }) => kind ?? []))].sort();
  return kinds.flatMap((kind) => {
    const passages = recording.passages.filter((passage) => passage.kind === kind);
    return passages.length > shown ? [taskOf(recording, kind, passages, shown)] : [];
  });
}

function taskOf(
  recording: LongRecording,
  kind: VesselType,
  passages: SoundEvent[],
  count: number,
): EventTask {
  const shown = passages.slice(0, count);
  const annotatedSeconds = shown.at(-1)!.offsetSeconds;
  const windows = Array.from({ length: recording.windows }, (_, window) => window);
  const queryStart = windows.findIndex(
    (window) => middleOf(window) - HALF_WINDOW_SECONDS >= annotatedSeconds,
  );
  const reaches = (window: number, { onsetSeconds, offsetSeconds }: SoundEvent, seconds: number) =>
    middleOf(window) + seconds > onsetSeconds && middleOf(window) - seconds < offsetSeconds;
  return {
    kind,
    shown,
    shownWindows: shown.map((event) => windows.filter((window) => reaches(window, event, 0))),
    otherWindows: windows
      .slice(0, queryStart)
      .filter((window) => !shown.some((event) => reaches(window, event, HALF_WINDOW_SECONDS))),
    queryStart,
    hidden: passages.slice(count),
  };
}
