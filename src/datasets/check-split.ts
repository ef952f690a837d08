import { SIDES } from './deal.js';
import { findLeaks, type Leak } from './leaks.js';
import type { SplitMember, StoredSplit } from './split-file.js';
import type { SurveyedRecording } from './survey.js';

/** How a stored split fits the recordings that are there now. */
export interface SplitCheck {
  leaks: Leak[];
  /** Recordings of the split that are not there. */
  missing: string[];
  /** Recordings whose labels or samples are not those of the split, and in what. */
  changed: string[];
  /** Recordings that the split does not know. */
  unknown: string[];
}

/** Looks for leaks between the sides of a stored split, with the labels and samples of the recordings as they are now. */
export function checkSplit(recordings: readonly SurveyedRecording[], split: StoredSplit): SplitCheck {
  const now = new Map(recordings.map((recording) => [recording.recordingId, recording]));
  const members = SIDES.flatMap((side) => split.sides[side]);
  const known = new Set([
    ...members.map(({ recordingId }) => recordingId),
    ...split.leftOut.map(({ subject }) => subject),
  ]);
  const sides = SIDES.map((side) => {
    const asItIs = split.sides[side].map((member) => now.get(member.recordingId) ?? member);
    return [side, asItIs] as const;
  });
  return {
    leaks: findLeaks(Object.fromEntries(sides)),
    missing: members.map(({ recordingId }) => recordingId).filter((id) => !now.has(id)),
    changed: members.flatMap((member) => changesOf(member, now.get(member.recordingId))),
    unknown: recordings.map(({ recordingId }) => recordingId).filter((id) => !known.has(id)),
  };
}

function changesOf(then: SplitMember, now: SurveyedRecording | undefined): string[] {
  if (!now) return [];
  const changes = (['vessel', 'size', 'class', 'site', 'hydrophone'] as const).flatMap((label) =>
    then[label] === undefined || then[label] === now[label]
      ? []
      : [`${then.recordingId}: ${label} is "${now[label]}", the split says "${then[label]}"`],
  );
  const sameSound = now.audio.toSorted().join() === then.audio.join();
  return sameSound
    ? changes
    : [...changes, `${then.recordingId}: it does not sound as when the split was made`];
}
