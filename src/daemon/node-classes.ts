import type { ClassBook } from '../enrollment/class-book.js';
import { classNamed } from '../enrollment/class-names.js';
import { removeClass, renameClass } from '../enrollment/edit-classes.js';
import { ExitCode, HullprintError } from '../errors.js';
import type { ClassDrift } from '../history/drift.js';
import type { Classes } from '../http/class-routes.js';
import { enrolInChild, refineInChild } from './enrolment-child.js';
import type { Kept } from './kept.js';

/** The classes of a running node as the API has them; the daemon takes what changes within a second, as from any process. */
export function nodeClasses(
  book: ClassBook,
  kept: Kept,
  folder: string,
  model: () => string,
  drifts: () => readonly ClassDrift[],
): Classes {
  return {
    list: () => {
      const drift = drifts();
      return book.current.classes.map(({ name, size, recordings }, i) => {
        const { distances, earlier, latest, moved } = drift[i]!;
        return { name, size, recordings: recordings.length, drift: { distances, earlier, latest, moved } };
      });
    },
    rename: (name, to) => renameClass(book, name, to),
    remove: (name) => removeClass(book, name),
    undo: () => book.undo().change,
    refine: (name, apply) => {
      classNamed(book.current.classes, name);
      return refineInChild({ name, folder, model: model() }, apply);
    },
    enrol: ({ name, size, events, dryRun }, uploads) => {
      const passages = events.map((id) => kept.heard(id) ?? noClip(id));
      const channels = new Set(passages.map(({ channel }) => channel));
      const channel = uploads.length === 0 && channels.size === 1 ? passages[0]!.channel : null;
      const files = [...passages.map(({ path }) => path), ...uploads];
      if (files.length === 0) throw nothingToLearnFrom(name);
      return enrolInChild({ name, size, files, channel, dryRun, folder, model: model() });
    },
  };
}

function noClip(id: string): never {
  throw refusal(`passage ${id}`, 'there is no clip of it, or no longer', 'Choose another passage');
}

const nothingToLearnFrom = (name: string) =>
  refusal(name, 'no passage and no recording is given', 'Give events, or files with the request');

function refusal(subject: string, reason: string, hint: string): HullprintError {
  return new HullprintError({ operation: 'enrol', subject, reason, hint, exitCode: ExitCode.data });
}
