import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { migrate } from './migrate.js';
import { storeError } from './store-error.js';

type Value = string | number | null | Uint8Array;

/** A prepared statement; what it throws is a `HullprintError`. */
export interface Statement<Row> {
  run(...values: Value[]): void;
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
}

/**
 * The node's database. Write-ahead log with `synchronous=FULL`: what a transaction has written when it returns
 * survives a power cut, what was cut short leaves no trace.
 */
export class Store {
  readonly path: string;
  readonly #database: Database.Database;

  constructor(path: string, database: Database.Database) {
    this.path = path;
    this.#database = database;
  }

  prepare<Row>(sql: string): Statement<Row> {
    const statement = this.#database.prepare(sql);
    const guarded = <Result>(call: () => Result): Result => {
      try {
        return call();
      } catch (error) {
        throw storeError('use database', this.path, error);
      }
    };
    return {
      run: (...values) => void guarded(() => statement.run(...values)),
      get: (...values) => guarded(() => statement.get(...values)) as Row | undefined,
      all: (...values) => guarded(() => statement.all(...values)) as Row[],
    };
  }

  /** Runs the work wholly or not at all; on disk when this returns. */
  transaction<Result>(work: () => Result): Result {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the reason.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw storeError('write database', this.path, error);
    }
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Opens `hullprint.db` in a folder, makes both where missing and brings the schema to this version's, up or down.
 * Throws a `HullprintError`: 73 folder not writable, 74 disk full, 65 not a database, 78 made by a newer hullprint that left no way back,
 * 69 locked by another process.
 */
export function openStore(folder: string): Store {
  const path = join(folder, 'hullprint.db');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw storeError('use state folder', folder, error);
  }
  let database: Database.Database | undefined;
  try {
    database = new Database(path);
    database.pragma('busy_timeout=5000');
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=FULL');
    // Keeps the log from staying as large as its largest moment.
    database.pragma('journal_size_limit=16777216');
    migrate(path, database);
    return new Store(path, database);
  } catch (error) {
    database?.close();
    throw storeError('open database', path, error);
  }
}
