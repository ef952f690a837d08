import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { ClassBook } from '../../src/enrollment/class-book.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const changer = fileURLToPath(new URL('fixtures/class-changer.ts', import.meta.url));
/** `KILLS=200` for the whole study. */
const KILLS = Number(process.env.KILLS ?? 10);
const LONGEST_MS = 150;

/** Starts it, and kills it at a random instant; gives the last revision that it has told. */
async function killed(folder: string): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', changer, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  let told = 0;
  lines.on('line', (line) => {
    told = Number(line);
  });
  const ended = once(child, 'close');
  await Promise.race([once(lines, 'line'), ended]);
  expect(child.exitCode).toBe(null);
  await sleep(Math.random() * LONGEST_MS);
  child.kill('SIGKILL');
  await ended;
  return told;
}

test('killed at random instants of enrolling, importing, removing and undoing, a node has the old classes or the new', async () => {
  const folder = temporaryFolder();
  let changes = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const told = await killed(folder);
    const database = new Database(`${folder}/hullprint.db`);
    expect(database.pragma('integrity_check')).toMatchObject([{ integrity_check: 'ok' }]);
    database.close();
    const store = openStore(folder);
    const book = new ClassBook(store);
    expect([told, told + 1]).toContain(book.revision);
    changes = book.revision;
    const recordings = book.recordings.all();
    for (const { classes } of book.history().slice(0, 50))
      for (const { name, recordings: ids } of classes) {
        expect([name, ids.length]).toEqual([name, 3]);
        for (const id of ids) expect(recordings.get(id)!.embeddings).toHaveLength(40);
      }
    // Nothing that a change cut short had stored is left without it.
    expect(recordings.size % 3).toBe(0);
    store.close();
  }
  console.log(`${KILLS} kills in ${changes} changes`);
  expect(changes).toBeGreaterThan(KILLS);
});
