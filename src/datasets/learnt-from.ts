import { type Identifiable, type Identity, identitiesOf } from './identities.js';
import { findLeaks, type Leak } from './leaks.js';

const INDEX = 'the index';

/** The sides of a split that a training meets. */
export interface LearntSides {
  sides: Record<'training' | 'validation', readonly Identifiable[]>;
}

/** A recording that a training has met, and by what it is known. */
export interface LearntRecording<T> {
  recording: T;
  /** Its first side is the one where it was met. */
  leak: Leak;
}

/**
 * The recordings of which a training on this split met the vessel, the id or the samples: it learnt from the training
 * side, and the validation side chose when to stop. In their order.
 */
export function learntFrom<T extends Identifiable>(
  recordings: readonly T[],
  { sides: { training, validation } }: LearntSides,
): LearntRecording<T>[] {
  const leaks = findLeaks({ training, validation, [INDEX]: recordings });
  const byName = new Map(
    leaks.filter(({ sides }) => sides.includes(INDEX)).map((leak) => [nameOf(leak), leak]),
  );
  return recordings.flatMap((recording) => {
    const leak = identitiesOf(recording)
      .map((identity) => byName.get(nameOf(identity)))
      .find((found) => found !== undefined);
    return leak ? [{ recording, leak }] : [];
  });
}

function nameOf({ kind, name }: Identity): string {
  return `${kind} ${name}`;
}
