import type Database from 'libsql';
import { ExitCode, HullprintError } from '../errors.js';
import { type Migration, migrations } from './migrations.js';

/** Written by the newest hullprint that opened the database: how to go back from each step of its schema. */
const WAYS_BACK = 'CREATE TABLE IF NOT EXISTS schema_steps (version INTEGER PRIMARY KEY, down TEXT NOT NULL)';

/**
 * Brings a database to the schema of these steps, wholly or not at all: up from an older one, and down from a newer
 * one by the ways back that the newer hullprint left in it. Throws a HullprintError (78) where it left none.
 */
export function migrate(
  path: string,
  database: Database.Database,
  steps: readonly Migration[] = migrations,
): void {
  if (schemaVersion(database) === steps.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have taken the steps while this one waited for the lock.
    const taken = schemaVersion(database);
    if (taken > steps.length) goBack(path, database, taken, steps.length);
    else goOn(database, taken, steps);
    database.exec(`PRAGMA user_version = ${steps.length}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function goOn(database: Database.Database, taken: number, steps: readonly Migration[]): void {
  database.exec(WAYS_BACK);
  const leave = database.prepare('INSERT OR REPLACE INTO schema_steps VALUES (?, ?)');
  for (const [index, { up, down }] of steps.entries()) {
    if (index >= taken) database.exec(up);
    leave.run(index + 1, down);
  }
}

function goBack(path: string, database: Database.Database, taken: number, known: number): void {
  const waysBack = downsSince(database, known);
  if (waysBack.length !== taken - known) {
    throw new HullprintError({
      operation: 'open database',
      subject: path,
      reason: `it has schema ${taken}, this hullprint knows up to ${known}`,
      hint: 'Install the newer hullprint again, or name another state folder',
      exitCode: ExitCode.configuration,
    });
  }
  for (const down of waysBack) database.exec(down);
}

/** How to go back from a newer schema, the newest step first. */
export function downsSince(database: Database.Database, known: number): string[] {
  const there = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_steps'").get();
  if (!there) return [];
  const taken = schemaVersion(database);
  return database
    .prepare('SELECT down FROM schema_steps WHERE version > ? AND version <= ? ORDER BY version DESC')
    .all(known, taken)
    .map((row) => (row as { down: string }).down);
}

export function schemaVersion(database: Database.Database): number {
  const [row] = database.pragma('user_version') as { user_version: number }[];
  return row!.user_version;
}
