import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { ExitCode, HullprintError } from '../errors.js';

const WHY_NOT: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'a part of the path is no folder',
  EACCES: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

/**
 * Finds out before the long work whether a picture may be written there. Throws HullprintError: 64 when the name is
 * that of another format, 73 when the folder is missing or closed.
 */
export async function expectPicture(path: string): Promise<void> {
  const format = extname(path);
  if (format !== '' && format.toLowerCase() !== '.png') {
    throw new HullprintError({
      operation: 'write picture',
      subject: path,
      reason: `pictures are PNG, not ${format.slice(1)}`,
      hint: 'Give a path that ends with .png',
      exitCode: ExitCode.usage,
    });
  }
  await access(dirname(path), constants.W_OK).catch((cause) => refuse(path, cause));
}

/** Writes a picture to the path that `-o` gave. Throws HullprintError (73). */
export async function writePicture(path: string, picture: Uint8Array): Promise<void> {
  await writeFile(path, picture).catch((cause) => refuse(path, cause));
}

/** Writes a picture below the folder that `-o` gave, with the folders on the way. Throws HullprintError (73). */
export async function writePictureBelow(path: string, picture: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((cause) => refuse(path, cause));
  await writePicture(path, picture);
}

function refuse(path: string, cause: NodeJS.ErrnoException): never {
  throw new HullprintError({
    operation: 'write picture',
    subject: path,
    reason: WHY_NOT[cause.code ?? ''] ?? cause.message,
    hint: 'Give another path with -o',
    exitCode: ExitCode.cannotCreate,
    cause,
  });
}
