import type { Statement, Store } from '../store/store.js';
import type { Fingerprint } from './fingerprint.js';
import { packFloats, unpackFloats } from './packed.js';
import type { Sound } from './sound.js';

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

interface RecordingRow extends Omit<StoredRecording, 'embeddings' | 'findings' | 'fingerprint'> {
  bands: number | null;
  levels: Uint8Array | null;
  embeddings: string;
  findings: string;
}

/** Recordings that classes were ever taught from. Nothing of them is changed or taken away. */
export class Recordings {
  readonly #store: Store;
  readonly #all: Statement<RecordingRow>;
  readonly #heardAt: Statement<{ id: number; features: string }>;
  readonly #whereHeard: Statement<{ channel: string; features: string }>;
  readonly #sound: Statement<{ sampleRateHz: number; samples: Uint8Array }>;
  readonly #taught: Statement<{ ms: number | null }>;

  constructor(store: Store) {
    this.#store = store;
    this.#taught = store.prepare(
      'SELECT max(enrolledMs) AS ms FROM enrolled_recordings WHERE id IN (SELECT value FROM json_each(?))',
    );
    this.#heardAt = store.prepare('SELECT id, features FROM recording_sites WHERE channel = ?');
    this.#whereHeard = store.prepare('SELECT channel, features FROM recording_sites WHERE id = ?');
    this.#sound = store.prepare('SELECT sampleRateHz, samples FROM enrolled_sounds WHERE id = ?');
    this.#all = store.prepare(
      'SELECT * FROM enrolled_recordings LEFT JOIN recording_fingerprints USING (id) ORDER BY id',
    );
  }

  /** By id. */
  all(): Map<number, StoredRecording> {
    return new Map(
      this.#all.all().map(({ bands, levels, ...row }) => [
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

  /** Null where it was not kept. */
  sound(id: number): Sound | null {
    const row = this.#sound.get(id);
    if (!row) return null;
    // A copy, for the samples must lie at an even place.
    const samples = new Int16Array(new Uint8Array(row.samples).slice().buffer);
    return { sampleRateHz: row.sampleRateHz, samples };
  }

  /** What those that a channel heard tell of its recorder. */
  heardAt(channel: string): { id: number; features: number[] }[] {
    return this.#heardAt
      .all(channel)
      .map(({ id, features }) => ({ id, features: JSON.parse(features) as number[] }));
  }

  /** The channel that heard it; null for one from elsewhere. */
  whereHeard(id: number): HeardAt | null {
    const row = this.#whereHeard.get(id);
    return row ? { channel: row.channel, features: JSON.parse(row.features) as number[] } : null;
  }

  /** When the latest of these recordings was enrolled, UTC in ms; 0 for none. */
  taughtMs(recordings: readonly number[]): number {
    return this.#taught.get(JSON.stringify(recordings))?.ms ?? 0;
  }

  /** Gives its id. To be called in the transaction of the change that it is part of. */
  add({ file, audio, seconds, sampleRateHz, model, ...rest }: EnrolledRecording): number {
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
