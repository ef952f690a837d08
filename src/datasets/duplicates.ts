import type { Identifiable } from './identities.js';

/** Recordings that hold the same samples as an earlier one, each with that one: `[id, id of the earlier]`. */
export function duplicatesOf(recordings: readonly Identifiable[]): [string, string][] {
  const first = new Map<string, string>();
  return recordings.flatMap(({ recordingId, audio }): [string, string][] => {
    const earlier = audio.map((hash) => first.get(hash)).find((id) => id !== undefined && id !== recordingId);
    for (const hash of audio) if (!first.has(hash)) first.set(hash, recordingId);
    return earlier === undefined ? [] : [[recordingId, earlier]];
  });
}
