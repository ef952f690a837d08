import { spawnSync } from 'node:child_process';
import { ExitCode, HullprintError } from '../errors.js';

/** Why the native backend cannot be had here, and what mends it. */
export function nativeError(reason: string, hint: string, subject = 'tfjs-node'): HullprintError {
  return new HullprintError({
    operation: 'build native backend',
    subject,
    reason,
    hint,
    exitCode: ExitCode.unavailable,
  });
}

/** Whether a program is there. */
export function answers(command: string, args: readonly string[] = []): boolean {
  return spawnSync(command, [...args, '--version']).status === 0;
}

/** Runs a program to its end. Throws HullprintError (69) with the line of it that tells what went wrong. */
export function run(
  what: string,
  command: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): void {
  const done = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (done.status === 0) return;
  const lines = (done.stderr || done.error?.message || '').trim().split('\n');
  const told = lines.find((line) => /error/i.test(line)) ?? lines.at(-1)!;
  throw nativeError(`${what} failed: ${told}`, 'Mend that and try again; what was there before still is.');
}
