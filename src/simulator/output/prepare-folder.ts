import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, HullprintError } from '../../errors.js';

/** Makes an empty folder with `recordings/` in it. Throws HullprintError (73) when it is not empty or cannot be made. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new Error('it is not empty');
    await mkdir(join(folder, 'recordings'));
  } catch (cause) {
    throw new HullprintError({
      operation: 'write scene to',
      subject: folder,
      reason: (cause as Error).message,
      hint: 'Give a new folder with -o',
      exitCode: ExitCode.cannotCreate,
      cause,
    });
  }
}
