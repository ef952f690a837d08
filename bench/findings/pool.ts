import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ExitCode, HullprintError } from '../../src/errors.js';
import { type Job, nameOf } from './jobs.js';
import type { Folders } from './subjects.js';
import { resultPath } from './work-folder.js';

/**
 * Does the jobs that are not done yet, as many at a time as there are workers, each in a process of its own with its
 * share of the cores: small networks gain little from a second thread.
 */
export async function runAll(
  jobs: readonly Job[],
  folders: Folders,
  options: { workers: number; size: 'full' | 'small'; onDone: (job: Job, done: number) => void },
): Promise<void> {
  const left = jobs.filter((job) => !existsSync(resultPath(folders.work, job)));
  let done = jobs.length - left.length;
  const next = async (): Promise<void> => {
    for (let job = left.shift(); job; job = left.shift()) {
      await runOne(job, folders, options).catch((error) => {
        left.length = 0; // the others end what they are at, and nothing new is begun
        throw error;
      });
      options.onDone(job, ++done);
    }
  };
  await Promise.all(Array.from({ length: options.workers }, next));
}

function runOne(
  job: Job,
  { work, omniglot }: Folders,
  { workers, size }: { workers: number; size: string },
): Promise<void> {
  const threads = Math.max(1, Math.floor(availableParallelism() / workers));
  const program = fileURLToPath(new URL('./job-child.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', program, work, omniglot ?? '', size, nameOf(job)],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // a job ends when its parent is gone
      env: { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads), TF_CPP_MIN_LOG_LEVEL: '2' },
    },
  );
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(failed(nameOf(job), code ?? signal)),
    );
  });
}

function failed(name: string, how: number | string | null): HullprintError {
  return new HullprintError({
    operation: 'do',
    subject: name,
    reason: `its process ended with ${how}`,
    hint: 'Mend what it says above and run the command again: what is done is kept',
    exitCode: ExitCode.software,
  });
}
