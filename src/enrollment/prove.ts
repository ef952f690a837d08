import type { ClassSpace, Expectation } from '../prototypes/class-space.js';
import { EnrolledClasses, type SupportedClass } from '../prototypes/enrolled-classes.js';

/** What became of one recording when it was not among those that taught its class. */
export type HeldOut = 'recognised' | 'unknown' | string;

/** What enrolling a class is expected to bring, before it counts. */
export interface Proof {
  name: string;
  /** One a recording, in order; empty for a class of one recording. A name stands for the class it was taken for. */
  heldOut: HeldOut[];
  /** Nearest other class, and in how many windows of the new class it would be named instead; null without others. */
  confusedWith: { name: string; share: number } | null;
  /** Share of each other class's windows that would be named otherwise than before. */
  taken: { name: string; share: number }[];
  /** Share of the windows of the background that are named as the class; null where there is less than half a minute. */
  backgroundShare: number | null;
  /** What simulated vessels let expect of so many recordings; null where the model does not know. */
  expected: Expectation | null;
  /** Passages of others that this node has kept, and how many would bear the name; null where it has too few. */
  kept: { passages: number; named: number; hours: number } | null;
  /** Recordings that taught, against the share of held-out windows recognised. */
  learning: { recordings: number; recognised: number }[];
}

/** What a node has heard of others, to try a class on. */
export interface KeptPassages {
  /** Each the mean of its windows. */
  embeddings: readonly Float32Array[];
  /** Hours in which they were heard. */
  hours: number;
}

/** Fewer passages tell nothing. */
const LEAST_KEPT = 20;
/** Half a minute of sea, of windows 2.5 s apart: what is less is the same ship as it comes and goes. */
const LEAST_BACKGROUND_WINDOWS = 12;

/** Proves a class among the others, on its recordings, on windows of background and on passages that were kept. */
export function prove(
  added: SupportedClass,
  others: readonly SupportedClass[],
  background: readonly Float32Array[],
  keptPassages: KeptPassages,
  space: ClassSpace,
): Proof {
  const { name, recordings } = added;
  const before = new EnrolledClasses(others, space);
  const after = new EnrolledClasses([...others, added], space);
  const windows = recordings.flat();
  const nameOf = (classes: EnrolledClasses, window: Float32Array) =>
    classes.recognise(window)?.name ?? 'unknown';
  const sharedBy = (test: (window: Float32Array) => boolean, of: readonly Float32Array[]) =>
    of.length ? of.filter(test).length / of.length : 0;
  const wrongNames = others.map(({ name: other }) => ({
    name: other,
    share: sharedBy((window) => nameOf(before, window) === other, windows),
  }));
  return {
    name,
    heldOut:
      recordings.length < 2 ? [] : recordings.map((held, i) => outcomeOf(held, i, added, others, space)),
    confusedWith: wrongNames.sort((a, b) => b.share - a.share)[0] ?? null,
    taken: others.map((other) => ({
      name: other.name,
      share: sharedBy(
        (window) => nameOf(before, window) === other.name && nameOf(after, window) === name,
        other.recordings.flat(),
      ),
    })),
    backgroundShare:
      background.length >= LEAST_BACKGROUND_WINDOWS
        ? sharedBy((window) => nameOf(after, window) === name, background)
        : null,
    expected: space.expected(recordings.length),
    kept:
      keptPassages.embeddings.length < LEAST_KEPT
        ? null
        : {
            passages: keptPassages.embeddings.length,
            named: keptPassages.embeddings.filter((each) => nameOf(after, each) === name).length,
            hours: keptPassages.hours,
          },
    learning: learningCurve(added, others, space),
  };
}

function outcomeOf(
  held: readonly Float32Array[],
  index: number,
  added: SupportedClass,
  others: readonly SupportedClass[],
  space: ClassSpace,
): HeldOut {
  const recordings = added.recordings.filter((_, i) => i !== index);
  const classes = new EnrolledClasses([...others, { ...added, recordings }], space);
  const counts = new Map<string, number>();
  for (const window of held) {
    const named = classes.recognise(window)?.name;
    if (named !== undefined) counts.set(named, (counts.get(named) ?? 0) + 1);
  }
  const most = [...counts].find(([, count]) => count > held.length / 2)?.[0];
  return most === undefined ? 'unknown' : most === added.name ? 'recognised' : most;
}

/** Teaches from the first 1, 2, … recordings and hears those that follow. */
function learningCurve(
  added: SupportedClass,
  others: readonly SupportedClass[],
  space: ClassSpace,
): Proof['learning'] {
  const { name, recordings } = added;
  return recordings.slice(0, -1).map((_, i) => {
    const taught = { ...added, recordings: recordings.slice(0, i + 1) };
    const classes = new EnrolledClasses([...others, taught], space);
    const held = recordings.slice(i + 1).flat();
    const recognised = held.filter((window) => classes.recognise(window)?.name === name).length;
    return { recordings: i + 1, recognised: recognised / held.length };
  });
}
