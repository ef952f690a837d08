import { type Identifiable, type Identity, identitiesOf } from './identities.js';

/** Something that is on more than one side. */
export interface Leak extends Identity {
  sides: string[];
  /** The recordings that have it. */
  recordings: string[];
}

/** Finds every vessel, recording and sequence of samples that is on two sides or more. */
export function findLeaks(sides: Readonly<Record<string, readonly Identifiable[]>>): Leak[] {
  const seen = new Map<string, Leak>();
  for (const [side, recordings] of Object.entries(sides)) {
    for (const recording of recordings) {
      for (const identity of identitiesOf(recording)) {
        const key = `${identity.kind} ${identity.name}`;
        const entry = seen.get(key) ?? { ...identity, sides: [], recordings: [] };
        if (!entry.sides.includes(side)) entry.sides.push(side);
        if (!entry.recordings.includes(recording.recordingId)) entry.recordings.push(recording.recordingId);
        seen.set(key, entry);
      }
    }
  }
  return [...seen.values()].filter((entry) => entry.sides.length > 1);
}
