import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, HullprintError } from '../../src/errors.js';

export const BACKGROUND_SETS = ['images_background_small1', 'images_background_small2'];

/** Unpacks Omniglot's zip files of these names, which lie in `folder`. Throws HullprintError (66) when one is missing. */
export function unpack(folder: string, names: readonly string[], into: string): void {
  for (const path of names.map((name) => join(folder, `${name}.zip`))) {
    if (!existsSync(path)) {
      throw new HullprintError({
        operation: 'unpack',
        subject: path,
        reason: 'it is not there',
        hint: 'Name the folder with the zip files of Omniglot',
        exitCode: ExitCode.noInput,
      });
    }
    execFileSync('python3', ['-m', 'zipfile', '-e', path, into]);
  }
}
