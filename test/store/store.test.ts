import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { HullprintError } from '../../src/errors.js';
import { openStore } from '../../src/store/store.js';
import { storeError } from '../../src/store/store-error.js';
import { temporaryFolder } from './temporary-folder.js';

const insert = 'INSERT INTO outbox (kind, topic, payload, qos, bytes, createdMs) VALUES (?, ?, ?, 1, 1, 0)';

function failureOf(work: () => unknown): HullprintError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(HullprintError);
    expect((error as Error).message).not.toContain('\n');
    return error as HullprintError;
  }
  throw new Error('nothing was thrown');
}

/** Permissions do not bind root, who makes the attempt as nobody. */
function withoutRoot<Result>(work: () => Result): Result {
  const asRoot = process.getuid!() === 0;
  if (asRoot) process.seteuid!(65_534);
  try {
    return work();
  } finally {
    if (asRoot) process.seteuid!(0);
  }
}

test('what is written is there after opening again', () => {
  const folder = join(temporaryFolder(), 'made', 'on', 'the', 'way');
  const store = openStore(folder);
  store.transaction(() => store.prepare(insert).run('event', 'topic', 'first'));
  store.close();
  const again = openStore(folder);
  expect(again.prepare('SELECT payload FROM outbox').all()).toEqual([{ payload: 'first' }]);
  again.close();
});

test('every commit is synced to disk before it returns', () => {
  const store = openStore(temporaryFolder());
  expect(store.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
  expect(store.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
  store.close();
});

test('a transaction that fails leaves nothing behind', () => {
  const store = openStore(temporaryFolder());
  expect(() =>
    store.transaction(() => {
      store.prepare(insert).run('event', 'topic', 'half');
      throw new Error('cut short');
    }),
  ).toThrow('cut short');
  expect(store.prepare('SELECT * FROM outbox').all()).toEqual([]);
  store.close();
});

test('a log torn at any byte by a power cut opens sound, with the first commits and none in part', () => {
  const folder = temporaryFolder();
  const store = openStore(folder);
  const row = store.prepare<never>(insert);
  for (let number = 0; number < 30; number++) {
    store.transaction(() => {
      row.run('event', 'topic', `${number} first half`);
      row.run('event', 'topic', `${number} second half`);
    });
  }
  const path = join(folder, 'hullprint.db');
  const logBytes = statSync(`${path}-wal`).size;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: logBytes }), (bytes) => {
      const torn = temporaryFolder();
      const tornPath = join(torn, 'hullprint.db');
      copyFileSync(path, tornPath);
      copyFileSync(`${path}-wal`, `${tornPath}-wal`);
      truncateSync(`${tornPath}-wal`, bytes);
      const reopened = openStore(torn);
      expect(reopened.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
      const found = reopened.prepare<{ payload: string }>('SELECT payload FROM outbox ORDER BY seq').all();
      const whole = Array.from({ length: found.length / 2 }, (_, n) => [
        `${n} first half`,
        `${n} second half`,
      ]);
      expect(found.map((each) => each.payload)).toEqual(whole.flat());
      if (bytes === logBytes) expect(found).toHaveLength(60);
      reopened.close();
    }),
    { numRuns: 60, examples: [[logBytes], [0]] },
  );
  store.close();
});

test('a file that is no database is refused and left alone', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'hullprint.db');
  const text = 'notes on hydrophones\n'.repeat(200);
  writeFileSync(path, text);
  const failure = failureOf(() => openStore(folder));
  expect(failure.exitCode).toBe(65);
  expect(failure.message).toContain(path);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('a database of a newer hullprint is refused and left alone', () => {
  const folder = temporaryFolder();
  openStore(folder).close();
  const newer = new Database(join(folder, 'hullprint.db'));
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  const failure = failureOf(() => openStore(folder));
  expect(failure.exitCode).toBe(78);
  expect(failure.message).toContain('schema 99');
});

test('a state folder that is a file is refused with its path', () => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, '');
  const failure = failureOf(() => openStore(path));
  expect(failure.exitCode).toBe(73);
  expect(failure.message).toContain(path);
});

test('a state folder that this user may not write is refused', () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  const failure = withoutRoot(() => failureOf(() => openStore(folder)));
  expect(failure.exitCode).toBe(73);
  expect(failure.message).toContain(folder);
  expect(existsSync(join(folder, 'hullprint.db'))).toBe(false);
});

test('a full disk is named as such, and what was stored before stays', () => {
  const folder = temporaryFolder();
  const store = openStore(folder);
  store.transaction(() => store.prepare(insert).run('event', 'topic', 'before'));
  // SQLite's own limit on pages makes it say what it says on a full disk.
  store.prepare('PRAGMA max_page_count = 20').get();
  const failure = failureOf(() =>
    store.transaction(() => store.prepare(insert).run('event', 'topic', 'x'.repeat(200_000))),
  );
  expect(failure.exitCode).toBe(74);
  expect(failure.message).toContain('the disk is full');
  expect(store.prepare('SELECT payload FROM outbox').all()).toEqual([{ payload: 'before' }]);
  store.close();
});

test('no space for the state folder itself reads the same', () => {
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  expect(storeError('use state folder', '/state', noSpace)).toMatchObject({
    exitCode: 74,
    reason: 'the disk is full',
  });
});
