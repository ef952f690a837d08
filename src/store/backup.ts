import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { ExitCode, HullprintError } from '../errors.js';
import { lockFolder } from './folder-lock.js';
import { migrate } from './migrate.js';
import { storeError } from './store-error.js';

/** "hull", so that no other SQLite database is taken for a backup. */
const APPLICATION_ID = 0x68756c6c;

/** What a backup says of itself. */
export interface BackupOrigin {
  /** The text of the node's configuration; `null` when it had none. */
  configuration: string | null;
  /** Of the hullprint that wrote it. */
  version: string;
  createdMs: number;
}

/**
 * Writes the database of a state folder and the configuration into one file, itself an SQLite database, for its
 * owner alone (0600). The daemon may run: the copy is that of one instant. Throws a `HullprintError`: 66 no
 * database there, 73 the file is there already or cannot be written, 74 disk full, 65 damaged.
 */
export function backUp(folder: string, file: string, origin: BackupOrigin): void {
  const { configuration, version, createdMs } = origin;
  const path = join(folder, 'hullprint.db');
  if (!existsSync(path)) {
    const hint = 'Name the state folder of the node with --state';
    throw refusal('back up state folder', folder, 'it holds no hullprint.db', hint, ExitCode.noInput);
  }
  if (existsSync(file)) {
    const hint = 'Name another one; nothing was overwritten';
    throw refusal('write backup', file, 'the file is there already', hint, ExitCode.cannotCreate);
  }
  const partial = `${file}.partial`;
  try {
    // SQLite fills an empty file and leaves its mode.
    writeFileSync(partial, '', { mode: 0o600 });
  } catch (error) {
    const hint = 'Name a file in a folder that is there and that you may write';
    throw refusal('write backup', file, (error as Error).message, hint, ExitCode.cannotCreate);
  }
  try {
    chmodSync(partial, 0o600);
    withDatabase(path, (database) => {
      database.pragma('busy_timeout=5000');
      database.prepare('VACUUM INTO ?').run(partial);
    });
    withDatabase(partial, (database) => {
      database.exec(
        'CREATE TABLE backup (configuration TEXT, version TEXT NOT NULL, createdMs INTEGER NOT NULL)',
      );
      database.prepare('INSERT INTO backup VALUES (?, ?, ?)').run(configuration, version, createdMs);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storeError('write backup', file, error);
  }
}

/**
 * Puts a backup into a state folder; wholly or not at all. A database that is there is kept beside it, and is only
 * replaced with `force`. Throws a `HullprintError`: 66 no such file, 65 no sound backup, 78 made by a newer
 * hullprint, 73 there is a database, 69 the daemon runs.
 *
 * @returns what the backup says of itself, and where the database that was there lies now
 */
export function restore(
  file: string,
  folder: string,
  { force = false, nowMs = Date.now() } = {},
): BackupOrigin & { aside: string | null } {
  if (!existsSync(file))
    throw refusal('read backup', file, 'no such file', 'Check the path', ExitCode.noInput);
  const path = join(folder, 'hullprint.db');
  const incoming = `${path}.incoming`;
  let unlock: (() => void) | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    unlock = lockFolder(folder);
    if (existsSync(path) && !force) {
      const hint = '--force restores all the same, and keeps that database beside it';
      throw refusal('restore into', folder, 'it holds a database', hint, ExitCode.cannotCreate);
    }
    copyFileSync(file, incoming);
    const origin = withDatabase(incoming, (database) => unpack(file, database));
    for (const each of [incoming, join(folder, 'daemon.lock')]) giveToOwner(each, folder);
    const aside = existsSync(path) ? keepAside(path, nowMs) : null;
    renameSync(incoming, path);
    return { ...origin, aside };
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(incoming + suffix, { force: true });
    throw storeError('restore', file, error);
  } finally {
    unlock?.();
  }
}

function unpack(file: string, database: Database.Database): BackupOrigin {
  const value = (name: string) => Object.values((database.pragma(name) as object[])[0]!)[0] as unknown;
  if (value('application_id') !== APPLICATION_ID || value('integrity_check') !== 'ok') {
    const hint = 'Take another one; nothing was changed';
    throw refusal('restore', file, 'it is not a sound backup of hullprint', hint, ExitCode.data);
  }
  migrate(file, database);
  const origin = database.prepare('SELECT * FROM backup').get() as BackupOrigin;
  const { configuration, version, createdMs } = origin;
  database.exec('DROP TABLE backup; PRAGMA application_id = 0');
  return { configuration, version, createdMs };
}

/** Leaves `path` in place, so that there is a database at every instant; gives the name it has besides. */
function keepAside(path: string, nowMs: number): string {
  const aside = `${path}.before-${new Date(nowMs).toISOString().replaceAll(':', '')}`;
  try {
    // The last one to close a database empties its log into it.
    withDatabase(path, (database) => database.pragma('wal_checkpoint(TRUNCATE)'));
  } catch {
    // It is damaged, which may be why it is replaced: its log is kept as it is.
  }
  linkSync(path, aside);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}

/** What root writes into the folder of the service has to be the service's. */
function giveToOwner(path: string, folder: string): void {
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

function withDatabase<Result>(path: string, work: (database: Database.Database) => Result): Result {
  const database = new Database(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function refusal(
  operation: string,
  subject: string,
  reason: string,
  hint: string,
  exitCode: HullprintError['exitCode'],
): HullprintError {
  return new HullprintError({ operation, subject, reason, hint, exitCode });
}
