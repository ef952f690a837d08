import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ExitCode, HullprintError } from '../errors.js';

/** What a simulating process is asked: of `count` things those `index` for which `index % of === part`. */
export interface ChildShare {
  seed: number | string;
  count: number;
  part: number;
  of: number;
}

/**
 * Runs a program of this project, its URL without the ending, once for each share and takes what the processes tell.
 * Throws HullprintError (70) when one of them dies.
 */
export async function computeInChildren<Message>(
  program: URL,
  shares: readonly ChildShare[],
  take: (message: Message) => void,
): Promise<void> {
  await Promise.all(shares.map((share) => computeInChild(program, share, take)));
}

/** In a child: gives a message to the parent and waits until it is sent. */
export function tellParent(message: unknown): Promise<void> {
  return new Promise((sent, failed) => {
    process.send!(message, (error: Error | null) => (error ? failed(error) : sent()));
  });
}

function computeInChild<Message>(
  program: URL,
  share: ChildShare,
  take: (message: Message) => void,
): Promise<void> {
  const typescript = import.meta.url.endsWith('.ts');
  const loader = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(`${fileURLToPath(program)}.${typescript ? 'ts' : 'js'}`, [JSON.stringify(share)], {
    execArgv: typescript ? ['--import', loader()] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (message) => take(message as Message));
    child.on('error', reject);
    child.on('exit', (code, signal) => (code === 0 ? resolve() : reject(childDied(code ?? signal))));
  });
}

function childDied(how: number | string | null): HullprintError {
  return new HullprintError({
    operation: 'simulate',
    subject: 'passages',
    reason: `a process that simulates ended with ${how}`,
    hint: 'Free memory or ask for fewer --workers.',
    exitCode: ExitCode.software,
  });
}
