import { mkdir } from 'node:fs/promises';
import { ExitCode, HullprintError } from '../errors.js';

/** Makes the folder that `-o` gave, where there is none. Throws HullprintError (73). */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new HullprintError({
      operation: 'make folder',
      subject: path,
      reason: cause.message,
      hint: 'Name another with -o.',
      exitCode: ExitCode.cannotCreate,
      cause,
    });
  });
}
