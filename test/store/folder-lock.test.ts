import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ExitCode, type HullprintError } from '../../src/errors.js';
import { lockFolder } from '../../src/store/folder-lock.js';
import { temporaryFolder } from './temporary-folder.js';

function refusal(folder: string): HullprintError | null {
  try {
    lockFolder(folder)();
    return null;
  } catch (error) {
    return error as HullprintError;
  }
}

test('a second daemon on the same state folder is refused, and told so in one line', () => {
  const folder = temporaryFolder();
  const release = lockFolder(folder);
  const error = refusal(folder);
  expect(error?.exitCode).toBe(ExitCode.unavailable);
  expect(error?.message).toContain('another');
  release();
  expect(refusal(folder)).toBeNull();
});

test('a daemon that was killed holds nothing', async () => {
  const folder = temporaryFolder();
  const script = `
    import Database from 'libsql';
    const database = new Database(${JSON.stringify(`${folder}/daemon.lock`)});
    database.exec('BEGIN EXCLUSIVE');
    process.stdout.write('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout!, 'data');
  expect(refusal(folder)?.exitCode).toBe(ExitCode.unavailable);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(refusal(folder)).toBeNull();
});
