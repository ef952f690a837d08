import { ExitCode, HullprintError } from '../errors.js';
import type { Size } from '../prototypes/assessment.js';
import type { KnownShip } from '../site/recorder-estimate.js';
import type { Statement, Store } from '../store/store.js';
import { type EnrolledRecording, Recordings } from './recordings.js';

/** A vessel class as it stands in a revision. */
export interface ClassEntry {
  name: string;
  size: Size;
  /** Ids of its recordings. */
  recordings: number[];
}

export interface Revision {
  revision: number;
  timeMs: number;
  /** What changed, for people. */
  change: string;
  classes: ClassEntry[];
  /** The revision that `undo` goes back to; −1 when there is none. */
  undoTo: number;
}

const NOTHING: Revision = { revision: 0, timeMs: 0, change: 'no classes', classes: [], undoTo: -1 };

/**
 * The vessel classes of a node and their history. Each change adds a revision in one transaction and takes nothing
 * away: cut short at any instant, it leaves the classes as they were before or after it.
 */
export class ClassBook {
  readonly #store: Store;
  readonly #latest: Statement<{ revision: number | null }>;
  readonly #revision: Statement<Omit<Revision, 'classes'> & { classes: string }>;
  readonly recordings: Recordings;

  constructor(store: Store) {
    this.#store = store;
    this.#latest = store.prepare('SELECT max(revision) AS revision FROM class_revisions');
    this.#revision = store.prepare('SELECT * FROM class_revisions WHERE revision = ?');
    this.recordings = new Recordings(store);
  }

  /** Number of the revision that counts now; 0 before the first. */
  get revision(): number {
    return this.#latest.get()?.revision ?? 0;
  }

  get current(): Revision {
    return this.#at(this.revision);
  }

  /** Newest first. */
  history(): Revision[] {
    return Array.from({ length: this.revision }, (_, i) => this.#at(i + 1)).reverse();
  }

  /** The ships of the classes as they are now that a channel heard, with their sizes. */
  knownAt(channel: string): KnownShip[] {
    const heard = this.recordings.heardAt(channel);
    if (heard.length === 0) return [];
    const sizes = new Map(
      this.current.classes.flatMap(({ size, recordings }) => recordings.map((id) => [id, size] as const)),
    );
    return heard.flatMap(({ id, features }) => {
      const size = sizes.get(id);
      return size === 'big' || size === 'small' ? [{ size, features }] : [];
    });
  }

  /**
   * Makes a change wholly or not at all. `edit` is given the classes as they are and a function that stores a
   * recording and gives its id; what it throws leaves everything as it was.
   */
  change(
    what: string,
    edit: (classes: ClassEntry[], store: (recording: EnrolledRecording) => number) => ClassEntry[],
  ): Revision {
    return this.#store.transaction(() => {
      const { classes, revision } = this.current;
      this.#append(
        what,
        edit(structuredClone(classes), (recording) => this.recordings.add(recording)),
        revision,
      );
      return this.current;
    });
  }

  /** Goes back to how the classes were before the latest change; once more, to before the one before that. */
  undo(): Revision {
    return this.#store.transaction(() => {
      const { undoTo } = this.current;
      if (undoTo < 0) throw nothingToUndo();
      const before = this.#at(undoTo);
      this.#append(`undo, back to revision ${undoTo}`, before.classes, before.undoTo);
      return this.current;
    });
  }

  #at(revision: number): Revision {
    const row = this.#revision.get(revision);
    return row ? { ...row, classes: JSON.parse(row.classes) as ClassEntry[] } : NOTHING;
  }

  #append(change: string, classes: ClassEntry[], undoTo: number): void {
    this.#store
      .prepare('INSERT INTO class_revisions (timeMs, change, classes, undoTo) VALUES (?, ?, ?, ?)')
      .run(Date.now(), change, JSON.stringify(classes), undoTo);
  }
}

function nothingToUndo(): HullprintError {
  return new HullprintError({
    operation: 'undo',
    subject: 'the latest change of classes',
    reason: 'there is none',
    hint: 'hullprint classes history lists what was changed',
    exitCode: ExitCode.data,
  });
}
