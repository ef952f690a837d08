import { readFileSync, writeFileSync } from 'node:fs';
import { ExitCode, HullprintError } from '../errors.js';

/** Reads a file that a person named. Throws HullprintError (66). */
export function readNamed(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw refusal('read', path, cause, ExitCode.noInput);
  }
}

/** Writes a file that a person named. Throws HullprintError (73). */
export function writeNamed(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw refusal('write', path, cause, ExitCode.cannotCreate);
  }
}

function refusal(operation: string, subject: string, cause: unknown, exitCode: ExitCode): HullprintError {
  const reason = (cause as Error).message;
  return new HullprintError({ operation, subject, reason, hint: 'Name another file', exitCode, cause });
}
