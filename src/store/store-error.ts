import { type ErrorDetails, ExitCode, HullprintError } from '../errors.js';

type Explanation = Pick<ErrorDetails, 'reason' | 'hint' | 'exitCode'>;

const diskFull: Explanation = {
  reason: 'the disk is full',
  hint: 'Free some space, or name a state folder on a larger disk; nothing already stored is lost',
  exitCode: ExitCode.io,
};
const notWritable: Explanation = {
  reason: 'it cannot be created or written',
  hint: 'Make the state folder writable for this user, or name another one in the configuration',
  exitCode: ExitCode.cannotCreate,
};
const damaged: Explanation = {
  reason: 'it is not a sound SQLite database',
  hint: 'Move the file away (hullprint makes a new one), or name another state folder',
  exitCode: ExitCode.data,
};
const locked: Explanation = {
  reason: 'another process holds it',
  hint: 'Stop the other hullprint that uses this state folder, or give each its own',
  exitCode: ExitCode.unavailable,
};
const inputOutput: Explanation = {
  reason: 'the disk reports an error',
  hint: 'Check the disk and the kernel log',
  exitCode: ExitCode.io,
};

/** By the beginning of SQLite's result code or the whole of the system's errno. */
const explanations: readonly [string, Explanation][] = [
  ['SQLITE_FULL', diskFull],
  ['ENOSPC', diskFull],
  ['EDQUOT', diskFull],
  ['SQLITE_NOTADB', damaged],
  ['SQLITE_CORRUPT', damaged],
  ['SQLITE_BUSY', locked],
  ['SQLITE_LOCKED', locked],
  ['SQLITE_IOERR', inputOutput],
  ['SQLITE_READONLY', notWritable],
  ['SQLITE_CANTOPEN', notWritable],
  ['SQLITE_PERM', notWritable],
  ['EACCES', notWritable],
  ['EPERM', notWritable],
  ['EROFS', notWritable],
  ['ENOTDIR', notWritable],
  ['EEXIST', notWritable],
  ['ENOENT', notWritable],
];

/** Turns what SQLite or the file system throws into the one line for a person. */
export function storeError(operation: string, subject: string, cause: unknown): HullprintError {
  if (cause instanceof HullprintError) return cause;
  const { code = '', message } = cause as Error & { code?: string };
  const known = explanations.find(([prefix]) => code.startsWith(prefix))?.[1];
  // libsql gives a refused opening no code, only this text.
  const explanation = known ?? (message.includes('ConnectionFailed') ? notWritable : undefined);
  return new HullprintError({
    operation,
    subject,
    cause,
    ...(explanation ?? {
      reason: message,
      hint: 'This is a fault of hullprint: please report it',
      exitCode: ExitCode.software,
    }),
  });
}
