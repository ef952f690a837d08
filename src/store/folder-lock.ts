import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { storeError } from './store-error.js';

/**
 * Takes a state folder for this process alone: two daemons on one folder would send each other's outbox. The lock
 * is SQLite's own on an empty database beside the real one, so the system gives it back when the process dies,
 * however it dies. Makes the folder where it is missing. Throws a `HullprintError`: 69 when another process holds it, 73
 * when it is not writable.
 *
 * @returns gives the lock back
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'daemon.lock');
  let database: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    const held = new Database(path);
    database = held;
    held.exec('BEGIN EXCLUSIVE');
    return () => held.close();
  } catch (error) {
    database?.close();
    throw storeError('use state folder', folder, error);
  }
}
