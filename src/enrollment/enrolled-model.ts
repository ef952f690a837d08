import { createHash } from 'node:crypto';
import type { Model } from '../model.js';
import type { Size } from '../prototypes/assessment.js';
import { EnrolledClasses, judgeWithClasses, type SupportedClass } from '../prototypes/enrolled-classes.js';
import type { ClassBook } from './class-book.js';
import { byPassage, type Recorded } from './same-passage.js';

/** The classes of a book as one model embedded them, and the names of those that it did not embed. */
export function supportedClasses(
  book: ClassBook,
  model: string,
): { supported: SupportedClass[]; foreign: string[] } {
  const stored = book.recordings.all();
  const supported = book.current.classes.map(({ name, size, recordings }) => ({
    name,
    size,
    recordings: passagesOf(
      size,
      recordings.flatMap((id) => {
        const recording = stored.get(id);
        return recording?.model === model ? [recording] : [];
      }),
    ),
  }));
  return {
    supported: supported.filter(({ recordings }) => recordings.length > 0),
    foreign: supported.filter(({ recordings }) => recordings.length === 0).map(({ name }) => name),
  };
}

/** The windows of each passage; what is no ship passes not, and each recording of it counts. */
export function passagesOf(size: Size, recordings: readonly Recorded[]): Float32Array[][] {
  const passages = size === 'none' ? recordings.map((each) => [each]) : byPassage(recordings);
  return passages.map((passage) => passage.flatMap(({ embeddings }) => [...embeddings]));
}

/** A model that also knows enrolled classes; its identity of classes covers both. */
export function withClasses(model: Model, supported: readonly SupportedClass[]): Model {
  if (supported.length === 0) return model;
  const enrolled = new EnrolledClasses(supported, model.space);
  const hash = createHash('sha256').update(model.classes).update(enrolled.identity);
  return {
    ...model,
    classes: `sha256:${hash.digest('hex')}`,
    classNames: enrolled.names,
    judge: judgeWithClasses(model.judge, enrolled),
  };
}
