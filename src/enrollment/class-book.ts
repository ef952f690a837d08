import { ExitCode, HullprintError } from '../errors.js';
import type { Size } from '../prototypes/assessment.js';
import type { KnownShip } from '../site/recorder-estimate.js';
import type { Statement, Store } from '../store/store.js';
import type { Fingerprint } from './fingerprint.js';
import { packFloats, unpackFloats } from './packed.js';
import type { Sound } from './sound.js';

/** A vessel class as it stands in a revision. */
export interface ClassEntry {
  name: string;
  size: Size;
  /** Ids of its recordings. */
  recordings: number[];
}

/** A recording that was enrolled. */
export interface EnrolledRecording {
  file: string;
  /** SHA-256 of its samples. */
  audio: string;
  /** Null for one that was enrolled before these were kept. */
  fingerprint: Fingerprint | null;
  seconds: number;
  sampleRateHz: number;
  /** Identity of the model that embedded it. */
  model: string;
  /** `[windows][embeddingLength]` */
  embeddings: Float32Array[];
  /** What was found wrong with it and enrolled all the same. */
  findings: string[];
  /** What another model would embed; left out where it is not known. */
  sound?: Sound | null;
  /** The channel that heard it, and what it tells of its recorder; left out for a recording from elsewhere. */
  heardAt?: HeardAt | null;
}

/** What a recording tells of the recorder of a channel: mean features (`siteFeatures`). */
export interface HeardAt {
  channel: string;
  features: number[];
}

export type StoredRecording = Omit<EnrolledRecording, 'sound' | 'heardAt'> & { id: number };

export interface Revision {
  revision: number;
  timeMs: number;
  /** What changed, for people. */
  change: string;
  classes: ClassEntry[];
  /** The revision that `undo` goes back to; −1 when there is none. */
  undoTo: number;
}

interface RecordingRow extends Omit<StoredRecording, 'embeddings' | 'findings' | 'fingerprint'> {
  bands: number | null;
  levels: Uint8Array | null;
  embeddings: string;
  findings: string;
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
  readonly #recordings: Statement<RecordingRow>;
  readonly #heardAt: Statement<{ id: number; features: string }>;
  readonly #sound: Statement<{ sampleRateHz: number; samples: Uint8Array }>;
  readonly #taught: Statement<{ ms: number | null }>;

  constructor(store: Store) {
    this.#store = store;
    this.#latest = store.prepare('SELECT max(revision) AS revision FROM class_revisions');
    this.#revision = store.prepare('SELECT * FROM class_revisions WHERE revision = ?');
    this.#taught = store.prepare(
      'SELECT max(enrolledMs) AS ms FROM enrolled_recordings WHERE id IN (SELECT value FROM json_each(?))',
    );
    this.#heardAt = store.prepare('SELECT id, features FROM recording_sites WHERE channel = ?');
    this.#sound = store.prepare('SELECT sampleRateHz, samples FROM enrolled_sounds WHERE id = ?');
    this.#recordings = store.prepare(
      'SELECT * FROM enrolled_recordings LEFT JOIN recording_fingerprints USING (id) ORDER BY id',
    );
  }

  /** Number of the revision that counts now; 0 before the first. */
  get revision(): number {
    return this.#latest.get()?.revision ?? 0;
  }

  get current(): Revision {
    return this.#at(this.revision);
  }

  /** When the latest of these recordings was enrolled, UTC in ms; 0 for none. */
  taughtMs(recordings: readonly number[]): number {
    return this.#taught.get(JSON.stringify(recordings))?.ms ?? 0;
  }

  /** Newest first. */
  history(): Revision[] {
    return Array.from({ length: this.revision }, (_, i) => this.#at(i + 1)).reverse();
  }

  /** The sound of a recording; null where it was not kept. */
  sound(id: number): Sound | null {
    const row = this.#sound.get(id);
    if (!row) return null;
    // A copy, for the samples must lie at an even place.
    const samples = new Int16Array(new Uint8Array(row.samples).slice().buffer);
    return { sampleRateHz: row.sampleRateHz, samples };
  }

  /** The ships of the classes as they are now that a channel heard, with their sizes. */
  knownAt(channel: string): KnownShip[] {
    const rows = this.#heardAt.all(channel);
    if (rows.length === 0) return [];
    const sizes = new Map(
      this.current.classes.flatMap(({ size, recordings }) => recordings.map((id) => [id, size] as const)),
    );
    return rows.flatMap(({ id, features }) => {
      const size = sizes.get(id);
      return size === 'big' || size === 'small' ? [{ size, features: JSON.parse(features) as number[] }] : [];
    });
  }

  /** Every recording ever enrolled, by id. */
  recordings(): Map<number, StoredRecording> {
    return new Map(
      this.#recordings.all().map(({ bands, levels, ...row }) => [
        row.id,
        {
          ...row,
          fingerprint: bands && levels ? { bands, values: new Int8Array(levels) } : null,
          embeddings: unpackFloats(row.embeddings),
          findings: JSON.parse(row.findings) as string[],
        },
      ]),
    );
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
        edit(structuredClone(classes), (recording) => this.#add(recording)),
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

  #add({ file, audio, seconds, sampleRateHz, model, ...rest }: EnrolledRecording): number {
    this.#store
      .prepare(
        `INSERT INTO enrolled_recordings
         (file, audio, seconds, sampleRateHz, model, embeddings, findings, enrolledMs)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        file,
        audio,
        seconds,
        sampleRateHz,
        model,
        packFloats(rest.embeddings),
        JSON.stringify(rest.findings),
        Date.now(),
      );
    const { id } = this.#store.prepare<{ id: number }>('SELECT last_insert_rowid() AS id').get()!;
    if (rest.fingerprint) {
      const { bands, values } = rest.fingerprint;
      this.#store
        .prepare('INSERT INTO recording_fingerprints VALUES (?, ?, ?)')
        .run(id, bands, new Uint8Array(values.buffer, values.byteOffset, values.length));
    }
    if (rest.sound) {
      const { sampleRateHz: rateHz, samples } = rest.sound;
      this.#store
        .prepare('INSERT INTO enrolled_sounds VALUES (?, ?, ?)')
        .run(id, rateHz, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    }
    if (rest.heardAt) {
      const { channel, features } = rest.heardAt;
      this.#store
        .prepare('INSERT INTO recording_sites VALUES (?, ?, ?)')
        .run(id, channel, JSON.stringify(features));
    }
    return id;
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
