import { ExitCode, HullprintError } from '../errors.js';
import { analysisRateHz } from '../features/analysis.js';
import type { EmbeddedPassage } from '../history/passage-embeddings.js';
import type { Model } from '../model.js';
import { EnrolledClasses, type SupportedClass } from '../prototypes/enrolled-classes.js';
import type { ClassBook } from './class-book.js';
import { classNamed } from './class-names.js';
import { supportedClasses } from './enrolled-model.js';

/** A passage that nobody has named, taken for one of the class. */
export interface Adopted {
  passage: EmbeddedPassage;
  confidence: number;
}

/** What a class would become, before it does. */
export interface Refinement {
  name: string;
  /** The surest first. */
  adopted: Adopted[];
  before: Figures;
  after: Figures;
}

interface Figures {
  /** Of the recordings that taught it, each held out in turn. */
  recognised: number;
  taught: number;
  /** Kept passages that bear its name. */
  named: number;
}

/** Unlabelled passages count at most as much as the recordings that a person chose: a busy day must not swallow a class. */
const MOST_PER_RECORDING = 1;
/** At most this share of what passes is taken to be of one class. */
const MOST_OF_ALL = 0.2;
const LEAST_CONFIDENCE = 0.9;
const ROUNDS = 3;

/**
 * The transductive step of mutual learning (Yang et al., ICASSP 2022), re-derived for recordings and in closed form:
 * the passages that a class is surest of move its prototype, and are chosen anew from where it then lies, with a cap
 * on how many there may be. Nothing is changed. Throws HullprintError (65) for a class that is none, or that this model
 * knows no recording of.
 *
 * @param kept passages of the node in the model's embedding
 */
export function refineClass(
  book: ClassBook,
  name: string,
  kept: readonly EmbeddedPassage[],
  model: Model,
): Refinement {
  const { recordings } = classNamed(book.current.classes, name);
  const { supported } = supportedClasses(book, model.identity);
  const own = supported.find((each) => each.name === name);
  if (!own) throw foreign(name);
  const others = supported.filter((each) => each.name !== name);
  const stored = book.recordings.all();
  const known = new Set(recordings.map((id) => stored.get(id)!.audio));
  const candidates = kept.filter(
    ({ id, className, review, reviewName }) =>
      !known.has(audioOf(id)) &&
      (reviewName === null || reviewName === name) &&
      (review === null || (review === 'right' && (reviewName ?? className ?? name) === name)),
  );
  const most = Math.floor(
    Math.min(MOST_PER_RECORDING * own.recordings.length, MOST_OF_ALL * candidates.length),
  );
  const classesOf = (taught: SupportedClass['recordings']) =>
    new EnrolledClasses([...others, { ...own, recordings: taught }], model.space);
  const withAdopted = (adopted: readonly Adopted[], taught = own.recordings) => [
    ...taught,
    ...adopted.map(({ passage }) => [passage.embedding]),
  ];
  let adopted: Adopted[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const classes = classesOf(withAdopted(adopted));
    adopted = candidates
      .flatMap((passage) => {
        const is = classes.recognise(passage.embedding);
        return is?.name === name && is.confidence >= LEAST_CONFIDENCE
          ? [{ passage, confidence: is.confidence }]
          : [];
      })
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, most);
  }
  const figures = (extra: readonly Adopted[]): Figures => {
    const recognised = own.recordings.filter((held) => {
      const rest = own.recordings.filter((each) => each !== held);
      if (rest.length + extra.length === 0) return false;
      const classes = classesOf(withAdopted(extra, rest));
      return held.filter((each) => classes.recognise(each)?.name === name).length > held.length / 2;
    }).length;
    const classes = classesOf(withAdopted(extra));
    const named = kept.filter(({ embedding }) => classes.recognise(embedding)?.name === name).length;
    return { recognised, taught: own.recordings.length, named };
  };
  return { name, adopted, before: figures([]), after: figures(adopted) };
}

/** Makes a refinement count; `undo` takes it back. */
export function applyRefinement({ name, adopted }: Refinement, book: ClassBook, model: Model): void {
  book.change(`refine ${name} from ${adopted.length} passages`, (classes, store) => {
    const entry = classNamed(classes, name);
    for (const { passage } of adopted) {
      const { id, seconds, embedding } = passage;
      entry.recordings.push(
        store({
          ...{ file: `passage ${id}`, audio: audioOf(id), fingerprint: null, seconds },
          ...{ sampleRateHz: analysisRateHz, model: model.identity, embeddings: [embedding] },
          findings: ['refined: a passage that nobody named'],
        }),
      );
    }
    return classes;
  });
}

const audioOf = (id: string): string => `passage:${id}`;

function foreign(name: string): HullprintError {
  return new HullprintError({
    operation: 'refine',
    subject: name,
    reason: 'another model embedded its recordings',
    hint: 'hullprint classes renew embeds them anew',
    exitCode: ExitCode.data,
  });
}
