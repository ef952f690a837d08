import { ExitCode, HullprintError } from '../errors.js';

/** The error for a recording that is there but is no good. */
export function recordingError(path: string, reason: string, hint: string, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'read recording',
    subject: path,
    reason,
    hint,
    exitCode: ExitCode.data,
    cause,
  });
}

/** The error for a recording that cannot be opened. */
export function openError(path: string, cause: NodeJS.ErrnoException): HullprintError {
  const reasons: Record<string, [reason: string, hint: string]> = {
    ENOENT: ['no such file', 'Check the path'],
    EISDIR: ['it is a folder', 'Name the files in it'],
    ESPIPE: ['it is a pipe or a device, not a file', 'Write the sound to a file first'],
    EACCES: ['permission denied', 'Make it readable for the user that runs hullprint'],
  };
  const [reason, hint] = reasons[cause.code ?? ''] ?? [cause.message, 'Check the disk that it is on'];
  const exitCode = cause.code && cause.code in reasons ? ExitCode.noInput : ExitCode.io;
  return new HullprintError({ operation: 'open recording', subject: path, reason, hint, exitCode, cause });
}
