import type { LabelledSize } from './labelled-recording.js';

/** What a split needs to know of a recording to keep its sides apart. */
export interface Identifiable {
  recordingId: string;
  source: string;
  class: string;
  size: LabelledSize;
  vessel: string;
  /** SHA-256 of the decoded samples of each cut. */
  audio: readonly string[];
}

/** Something that must not be on two sides of a split. */
export interface Identity {
  kind: 'vessel' | 'recording' | 'audio';
  name: string;
}

const UNNAMED = /^(|-|n\/?a|unknown|unnamed)$/;

/**
 * The vessel, the recording and its samples. Vessels of one name are one vessel, also in two data sets; ships without
 * a name are one vessel of their class and source, for any two of them may be the same.
 */
export function identitiesOf(recording: Identifiable): Identity[] {
  const vessel = vesselOf(recording);
  return [
    ...(vessel === null ? [] : [{ kind: 'vessel' as const, name: vessel }]),
    { kind: 'recording', name: recording.recordingId },
    ...recording.audio.map((hash) => ({ kind: 'audio' as const, name: hash })),
  ];
}

/** The vessel that was heard, or null where there was none. */
export function vesselOf(recording: Omit<Identifiable, 'recordingId' | 'audio'>): string | null {
  if (recording.size === 'none') return null;
  const name = recording.vessel.trim();
  if (!UNNAMED.test(name.toLowerCase())) return name.toUpperCase();
  return `unnamed ${recording.class || recording.size} of ${recording.source}`;
}
