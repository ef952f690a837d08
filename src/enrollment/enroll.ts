import { ExitCode, HullprintError } from '../errors.js';
import type { Model } from '../model.js';
import type { Size } from '../prototypes/assessment.js';
import type { SupportedClass } from '../prototypes/enrolled-classes.js';
import type { RecorderState } from '../site/recorder-state.js';
import type { ClassBook, ClassEntry } from './class-book.js';
import { checkName } from './class-names.js';
import { passagesOf, supportedClasses } from './enrolled-model.js';
import { hearSupport, type Support } from './hear-support.js';
import { type KeptPassages, type Proof, prove } from './prove.js';
import { findingsOf, type Known } from './quality.js';
import type { EnrolledRecording } from './recordings.js';
import { alike, samePassage } from './same-passage.js';

export interface EnrolmentRequest {
  name: string;
  size: Size;
  files: readonly string[];
  /** From 1. */
  input: number;
  recorder: RecorderState;
  /** The channel of the node that heard them; null for recordings from elsewhere. */
  channel: string | null;
  /** Enrols what has something wrong with it, too. */
  force: boolean;
  /** Passages of others that the node has kept. */
  kept: KeptPassages;
}

export interface Checked {
  support: Support;
  findings: string[];
  refused: boolean;
  /** The recording that it seems to be of one passage with; null for none. */
  sameAs: string | null;
}

/** A class heard and proved, which does not count yet. */
export interface Enrolment {
  request: EnrolmentRequest;
  checked: Checked[];
  proof: Proof;
  /** Why it should not be enrolled; null when it may. */
  objection: string | null;
}

/** A class of which more than this share of windows is taken for another can't be told from it. */
const MOST_CONFUSED = 0.5;
/** Windows in which no ship was heard may bear its name this often. */
const MOST_BACKGROUND = 0.2;

/**
 * Hears, checks and proves recordings of one class, and changes nothing. Throws HullprintError for what cannot be
 * read, 64 for a name that cannot be, 65 when no recording is left or the class is known in another size.
 *
 * @param beside what is to be enrolled together with it, prepared before
 */
export async function prepareEnrolment(
  request: EnrolmentRequest,
  model: Model,
  book: ClassBook,
  beside: readonly Enrolment[] = [],
): Promise<Enrolment> {
  checkName(request.name);
  const entry = existing(request, book.current.classes);
  const stored = book.recordings.all();
  const known: Known[] = [
    ...book.current.classes.flatMap(({ recordings }) => recordings.map((id) => stored.get(id)!)),
    ...beside.flatMap(({ checked }) => accepted(checked).map(knownOf)),
  ];
  const checked: Checked[] = [];
  const before = (entry?.recordings ?? [])
    .map((id) => stored.get(id)!)
    .filter((each) => each.model === model.identity);
  for (const file of request.files) {
    const support = await hearSupport(file, model, request);
    const findings = findingsOf(support, request.size, known);
    const refused = support.embeddings.length === 0 || (findings.length > 0 && !request.force);
    const alike = [...before, ...accepted(checked)].find((each) => samePassage(each, support));
    const sameAs = request.size === 'none' || refused ? null : (alike?.file ?? null);
    checked.push({ support, findings, refused, sameAs });
    if (!refused) known.push(knownOf(support));
  }
  const { supported } = supportedClasses(book, model.identity);
  const others = [...supported.filter(({ name }) => name !== request.name), ...beside.map(classOf)];
  const fresh = accepted(checked);
  const recordings = passagesOf(request.size, [...before, ...fresh]);
  const proof = prove(
    { name: request.name, size: request.size, recordings },
    others,
    request.size === 'none' ? [] : quietWindows(checked),
    withoutSupport(request.kept, fresh),
    model.space,
  );
  return { request, checked, proof, objection: objectionTo(proof, fresh.length) };
}

/** The passages that the recordings are clips of say nothing of others. */
function withoutSupport({ embeddings, hours }: KeptPassages, fresh: readonly Support[]): KeptPassages {
  const others = embeddings.filter((each) => !fresh.some((support) => alike(support.embeddings, [each])));
  return { embeddings: others, hours };
}

/** Makes prepared enrolments count, all or none. Throws HullprintError (65) for one with an objection, unless forced. */
export function commitEnrolments(enrolments: readonly Enrolment[], model: Model, book: ClassBook): void {
  for (const { request, checked, objection } of enrolments) {
    if (accepted(checked).length === 0 || (objection !== null && !request.force))
      throw refusal(request.name, objection!);
  }
  const what = enrolments.map(
    ({ request, checked }) => `${request.name}, ${accepted(checked).length} recordings`,
  );
  book.change(`enrol ${what.join('; ')}`, (before, store) =>
    enrolments.reduce((classes, enrolment) => withEnrolment(classes, enrolment, model, store), before),
  );
}

function withEnrolment(
  classes: ClassEntry[],
  { request, checked, objection }: Enrolment,
  model: Model,
  store: (recording: EnrolledRecording) => number,
): ClassEntry[] {
  const { name, size } = request;
  const reason = objection === null ? [] : [`forced: ${objection}`];
  const ids = checked
    .filter(({ refused }) => !refused)
    .map(({ support, findings }) =>
      store({
        ...recordingOf(support, [...findings, ...reason], model.identity),
        heardAt: heardAt(support, request.channel),
      }),
    );
  const entry = existing(request, classes);
  if (!entry) return [...classes, { name, size, recordings: ids }];
  entry.recordings.push(...ids);
  return classes;
}

const knownOf = ({ file, audio, fingerprints }: Support): Known => ({
  ...{ file, audio, fingerprint: fingerprints[0] ?? null },
});

const classOf = ({ request: { name, size }, checked }: Enrolment): SupportedClass => ({
  ...{ name, size, recordings: passagesOf(size, accepted(checked)) },
});

const heardAt = ({ ofSite: features }: Support, channel: string | null) =>
  channel !== null && features !== null ? { channel, features } : null;

function accepted(checked: readonly Checked[]): Support[] {
  return checked.filter(({ refused }) => !refused).map(({ support }) => support);
}

function recordingOf(
  { file, audio, fingerprints, embeddings, heard, sound }: Support,
  findings: string[],
  model: string,
): EnrolledRecording {
  const { seconds, sampleRateHz } = heard;
  const fingerprint = fingerprints[0] ?? null;
  return { file, audio, fingerprint, seconds, sampleRateHz, model, embeddings, findings, sound };
}

/** The background that the recordings bring along: windows in which no ship is heard. */
function quietWindows(checked: readonly Checked[]): Float32Array[] {
  return checked.flatMap(({ support: { embeddings, heard } }) =>
    embeddings.filter((_, i) => heard.windows[i].assessment.probability.none > 0.9),
  );
}

function objectionTo({ confusedWith, backgroundShare }: Proof, recordings: number): string | null {
  if (recordings === 0)
    return 'no recording is left that could teach it; mend what is told of each, or use --force';
  if (confusedWith && confusedWith.share > MOST_CONFUSED) {
    const share = Math.round(100 * confusedWith.share);
    return `it can't be told from ${confusedWith.name}, which ${share} % of its windows are taken for; enrol them as one class, or give more recordings of both`;
  }
  if (backgroundShare !== null && backgroundShare > MOST_BACKGROUND) {
    const share = Math.round(100 * backgroundShare);
    return `it can't be told from the sea, of which ${share} % would bear its name; cut the recordings to the closest approach`;
  }
  return null;
}

function existing({ name, size }: EnrolmentRequest, classes: ClassEntry[]): ClassEntry | undefined {
  const entry = classes.find((each) => each.name === name);
  if (entry && entry.size !== size)
    throw refusal(name, `it is enrolled as ${entry.size}; give --size ${entry.size}`);
  return entry;
}

function refusal(name: string, reason: string): HullprintError {
  return new HullprintError({
    operation: 'enrol',
    subject: name,
    reason,
    hint: 'Nothing was changed',
    exitCode: ExitCode.data,
  });
}
