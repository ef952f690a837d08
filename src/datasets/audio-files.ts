import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { ExitCode, HullprintError } from '../errors.js';

const AUDIO = /\.(wav|wave|w64|rf64|flac|aiff?|mp3|m4a|ogg|opus)$/i;

/**
 * All recordings in a folder and below, relative to it, in an order that does not hang on the file system.
 * Hidden files are passed over. Throws HullprintError (66) when the folder cannot be read or holds none.
 */
export async function audioFilesIn(folder: string): Promise<string[]> {
  const files = (await namesIn(folder)).filter((name) => AUDIO.test(name) && !basename(name).startsWith('.'));
  if (files.length === 0) throw badFolder(folder, 'it holds no recording (WAV, FLAC, …)');
  return files.sort();
}

/** The error of a folder that is no data set. */
export function badFolder(folder: string, reason: string, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'read data set',
    subject: folder,
    reason,
    hint: 'Name the folder of a data set, or a CSV index of one (hullprint dataset --help tells the kinds).',
    exitCode: ExitCode.noInput,
    cause,
  });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw badFolder(folder, code === 'ENOENT' ? 'there is no such folder' : message, cause);
  }
}
