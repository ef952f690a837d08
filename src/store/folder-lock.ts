import { join } from 'node:path';
import Database from 'libsql';
import { storeError } from './store-error.js';

/**
 * Takes a state folder for this process alone: two daemons on one folder would send each other's outbox. The lock
 * is SQLite's own on an empty database beside the real one, so the system gives it back when the process dies,
 * however it dies. The folder must be there. Throws a `HullprintError` (69) when another process holds it.
 *
 * @returns gives the lock back
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'daemon.lock');
  let database: Database.Database | undefined;
  try {
    const held = new Database(path);
    database = held;
    held.exec('BEGIN EXCLUSIVE');
    return () => held.close();
  } catch (error) {
    database?.close();
    throw storeError('use state folder', folder, error);
  }
}
