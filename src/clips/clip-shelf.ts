import { closeSync, existsSync, mkdirSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { MONO_WAV_HEADER_BYTES as HEADER_BYTES } from '../mono-wav.js';
import type { Statement, Store } from '../store/store.js';
import { SAMPLE_BYTES, wavHeader } from './wav24.js';

export interface ClipBounds {
  maxAgeDays: number;
  maxMegabytes: number;
  /** Free disk that clips leave to everything else. */
  freeDiskMegabytes: number;
}

/** For whoever only reads. */
export const KEEP_ALL: ClipBounds = { maxAgeDays: Infinity, maxMegabytes: Infinity, freeDiskMegabytes: 0 };

export interface Clip {
  id: string;
  path: string;
  startMs: number;
  sampleRateHz: number;
  seconds: number;
}

interface Row {
  id: string;
  file: string;
  startMs: number;
  sampleRateHz: number;
  bytes: number;
}

const MEGABYTE = 1024 * 1024;
const DAY_MS = 86_400_000;

/** The clips of a node: a folder of WAV files with their account in the database, bounded by age, size and free disk. */
export class ClipShelf {
  readonly #folder: string;
  readonly #bounds: ClipBounds;
  readonly #tellsAge: () => boolean;
  readonly #insert: Statement<never>;
  readonly #finish: Statement<never>;
  readonly #remove: Statement<never>;
  readonly #one: Statement<Row>;
  readonly #unfinished: Statement<Row>;
  readonly #leastWorth: Statement<Row>;
  readonly #oldest: Statement<Row>;
  readonly #total: Statement<{ bytes: number | null }>;

  /** @param tellsAge whether the system's clock can be trusted to say how old a clip is */
  constructor(store: Store, folder: string, bounds: ClipBounds, tellsAge: () => boolean = () => true) {
    this.#folder = folder;
    this.#bounds = bounds;
    this.#tellsAge = tellsAge;
    const columns = 'id, file, startMs, sampleRateHz, bytes';
    this.#insert = store.prepare(
      'INSERT INTO clips (id, file, channel, startMs, madeMs, sampleRateHz) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#finish = store.prepare('UPDATE clips SET bytes = ?, done = 1 WHERE id = ?');
    this.#remove = store.prepare('DELETE FROM clips WHERE id = ?');
    this.#one = store.prepare(`SELECT ${columns} FROM clips WHERE id = ?`);
    this.#unfinished = store.prepare(`SELECT ${columns} FROM clips WHERE done = 0`);
    this.#oldest = store.prepare(
      `SELECT ${columns} FROM clips WHERE done = 1 AND madeMs < ? ORDER BY madeMs LIMIT 1`,
    );
    this.#leastWorth = store.prepare(`
      SELECT c.id, c.file, c.startMs, c.sampleRateHz, c.bytes
      FROM clips c LEFT JOIN history_passages p USING (id)
      WHERE c.done = 1 ORDER BY p.review IS NOT NULL, c.madeMs, c.id LIMIT 1`);
    this.#total = store.prepare('SELECT sum(bytes) AS bytes FROM clips');
  }

  /** Brings to an end what a crash left unfinished. Throws when the folder cannot be made. */
  start(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o750 });
    for (const { id, file, sampleRateHz } of this.#unfinished.all()) {
      const path = join(this.#folder, file);
      const bytes = existsSync(path) ? statSync(path).size : 0;
      if (bytes > HEADER_BYTES) {
        mendHeader(path, sampleRateHz, bytes - HEADER_BYTES);
        this.#finish.run(bytes, id);
      } else this.#drop({ id, file });
    }
  }

  /** Whether there is room for more; makes it, from the oldest clips that nobody has judged. */
  makeRoom(nowMs = Date.now()): boolean {
    const { maxAgeDays, maxMegabytes, freeDiskMegabytes } = this.#bounds;
    while (this.#tellsAge()) {
      const old = this.#oldest.get(nowMs - maxAgeDays * DAY_MS);
      if (!old) break;
      this.#drop(old);
    }
    const lacks = () =>
      (this.#total.get()?.bytes ?? 0) > maxMegabytes * MEGABYTE ||
      this.#free() < freeDiskMegabytes * MEGABYTE;
    while (lacks()) {
      const least = this.#leastWorth.get();
      if (!least) return false;
      this.#drop(least);
    }
    return true;
  }

  /** A place for the clip of a passage. */
  begin(id: string, node: string, channel: string, startMs: number, sampleRateHz: number): string {
    const file = `${node}_${channel}_${stamp(startMs)}.wav`;
    this.#insert.run(id, file, channel, Math.round(startMs), Date.now(), sampleRateHz);
    return join(this.#folder, file);
  }

  /** @param dataBytes 0 when nothing could be written: then it is forgotten */
  finished(id: string, dataBytes: number): void {
    const row = this.#one.get(id);
    if (!row) return;
    if (dataBytes > 0) this.#finish.run(dataBytes + HEADER_BYTES, id);
    else this.#drop(row);
  }

  /** The clip of a passage; null when there is none, or no longer. */
  find(id: string): Clip | null {
    const row = this.#one.get(id);
    if (!row) return null;
    const path = join(this.#folder, row.file);
    if (!existsSync(path)) return null;
    const bytes = row.bytes || statSync(path).size;
    const seconds = (bytes - HEADER_BYTES) / SAMPLE_BYTES / row.sampleRateHz;
    return { id, path, startMs: row.startMs, sampleRateHz: row.sampleRateHz, seconds };
  }

  #free(): number {
    const { bavail, bsize } = statfsSync(this.#folder);
    return bavail * bsize;
  }

  #drop({ id, file }: Pick<Row, 'id' | 'file'>): void {
    rmSync(join(this.#folder, file), { force: true });
    this.#remove.run(id);
  }
}

function mendHeader(path: string, sampleRateHz: number, dataBytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, wavHeader(sampleRateHz, dataBytes - (dataBytes % SAMPLE_BYTES)), 0, HEADER_BYTES, 0);
  closeSync(file);
}

/** yyyyMMdd_HHmmss_SSS, UTC: as other recorders name their files. */
function stamp(ms: number): string {
  return new Date(Math.round(ms)).toISOString().replace(/[-:Z]/g, '').replace(/[T.]/g, '_');
}
