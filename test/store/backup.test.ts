import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HullprintError } from '../../src/errors.js';
import { backUp, restore } from '../../src/store/backup.js';
import { lockFolder } from '../../src/store/folder-lock.js';
import { openStore, type Store } from '../../src/store/store.js';
import { temporaryFolder } from './temporary-folder.js';

const origin = { configuration: 'node: pier # my jetty\n', version: '1.2.3', createdMs: 1000 };

function learnt(store: Store): string[] {
  return store
    .prepare<{ state: string }>('SELECT state FROM recorders ORDER BY channel')
    .all()
    .map(({ state }) => state);
}

function learn(store: Store, channel: string, state: string): void {
  store.prepare('INSERT INTO recorders VALUES (?, ?)').run(channel, state);
}

function open(folder: string): Store {
  const store = openStore(folder);
  onTestFinished(() => store.close());
  return store;
}

const refused = (exitCode: number) =>
  expect.toSatisfy((error) => error instanceof HullprintError && error.exitCode === exitCode);

/** A node that is open and has written; what is backed up lies in the log yet. */
function backedUp(): { folder: string; file: string; store: Store } {
  const folder = temporaryFolder();
  const store = open(folder);
  learn(store, 'north', 'tilted');
  const file = join(temporaryFolder(), 'pier.backup');
  backUp(folder, file, origin);
  return { folder, file, store };
}

test('what a node had learnt is learnt where its backup is restored, and its configuration comes along', () => {
  const { file, store } = backedUp();
  learn(store, 'south', 'later');
  const elsewhere = join(temporaryFolder(), 'state');
  expect(restore(file, elsewhere)).toEqual({ ...origin, aside: null });
  expect(learnt(open(elsewhere))).toEqual(['tilted']);
});

test('a backup is for its owner alone, and one that is there is never overwritten', () => {
  const { folder, file } = backedUp();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = readFileSync(file);
  expect(() => backUp(folder, file, origin)).toThrow(refused(73));
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a database that is there is replaced when asked to alone, and kept beside with all that its log holds', () => {
  const { file } = backedUp();
  const folder = temporaryFolder();
  const store = openStore(folder);
  learn(store, 'south', 'mine');
  store.close();
  expect(() => restore(file, folder)).toThrow(refused(73));
  const { aside } = restore(file, folder, { force: true });
  expect(learnt(open(folder))).toEqual(['tilted']);
  const kept = temporaryFolder();
  writeFileSync(join(kept, 'hullprint.db'), readFileSync(aside!));
  expect(learnt(open(kept))).toEqual(['mine']);
});

test('nothing is restored while the daemon holds the folder', () => {
  const { file } = backedUp();
  const folder = temporaryFolder();
  onTestFinished(lockFolder(folder));
  expect(() => restore(file, folder)).toThrow(refused(69));
  expect(existsSync(join(folder, 'hullprint.db'))).toBe(false);
});

test.each([
  ['another database', (file: string) => backedUpStoreItself(file)],
  ['a file that was cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 6000))],
  ['no database', (file: string) => writeFileSync(file, 'sea state 3')],
])('%s is refused, and leaves the folder as it was', (_, spoil) => {
  const { file } = backedUp();
  spoil(file);
  const folder = temporaryFolder();
  expect(() => restore(file, folder)).toThrow(refused(65));
  expect(readdirSync(folder).filter((name) => name.startsWith('hullprint'))).toEqual([]);
});

function backedUpStoreItself(file: string): void {
  const folder = temporaryFolder();
  const store = openStore(folder);
  learn(store, 'north', 'tilted');
  store.close();
  writeFileSync(file, readFileSync(join(folder, 'hullprint.db')));
}

test('a folder without a database, and a backup that is not there, are told', () => {
  const folder = temporaryFolder();
  expect(() => backUp(folder, join(folder, 'pier.backup'), origin)).toThrow(refused(66));
  expect(() => restore(join(folder, 'nowhere'), folder)).toThrow(refused(66));
});

test('a place that cannot be written is told', () => {
  const { folder, file } = backedUp();
  expect(() => backUp(folder, join(file, 'inside.backup'), origin)).toThrow(refused(73));
});
