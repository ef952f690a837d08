import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExitCode, HullprintError } from '../errors.js';

/** Finds out before the long work whether a report may be written there. Throws HullprintError (73). */
export async function expectReport(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK).catch((cause) => refuse(path, cause));
}

/** Writes a report. Throws HullprintError (73). */
export async function writeReport(path: string, page: string): Promise<void> {
  await writeFile(path, page).catch((cause) => refuse(path, cause));
}

/** The command as it was typed, to have the same report again. */
export function typedCommand(): string {
  const words = process.argv
    .slice(2)
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word)));
  return ['hullprint', ...words].join(' ');
}

function refuse(path: string, cause: NodeJS.ErrnoException): never {
  throw new HullprintError({
    operation: 'write report',
    subject: path,
    reason: cause.code === 'ENOENT' ? 'its folder does not exist' : cause.message,
    hint: 'Give another path with --report',
    exitCode: ExitCode.cannotCreate,
    cause,
  });
}
