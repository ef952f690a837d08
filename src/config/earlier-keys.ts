import { type Document, isCollection } from 'yaml';

/** A key that an earlier hullprint took. */
export interface EarlierKey {
  /** `*` stands for each item of a list. */
  path: readonly string[];
  /** Where it is now; null where nothing takes its place. */
  now: readonly string[] | null;
  /** What to do with it, for a person. */
  mend: string;
}

/** Kept until three more releases are out; the configurations in test/fixtures/configurations are read by each. */
const earlierKeys: readonly EarlierKey[] = [
  {
    path: ['channels', '*', 'compression'],
    now: null,
    mend: 'leave it out: each model says how its patch is compressed',
  },
];

type Path = (string | number)[];

/**
 * Takes the keys of earlier releases out of a configuration, or moves them to where they are now, in place. What is
 * written under the new key already stays.
 *
 * @returns one line for each key that was found, which says what to do with it
 */
export function renewKeys(document: Document, keys: readonly EarlierKey[] = earlierKeys): string[] {
  return keys.flatMap(({ path, now, mend }) =>
    pathsIn(document, path).map((at) => {
      const value = document.getIn(at);
      document.deleteIn(at);
      if (now && !document.hasIn(now)) document.setIn(now, value);
      return `${at.join('.')} is a key of an earlier hullprint: ${mend}`;
    }),
  );
}

/** The places in the document that a path means. */
function pathsIn(document: Document, [step, ...rest]: readonly string[], at: Path = []): Path[] {
  if (step === undefined) return document.hasIn(at) ? [at] : [];
  const holder = at.length ? document.getIn(at) : document.contents;
  if (!isCollection(holder)) return [];
  const steps = step === '*' ? holder.items.keys() : [step];
  return [...steps].flatMap((each) => pathsIn(document, rest, [...at, each]));
}
