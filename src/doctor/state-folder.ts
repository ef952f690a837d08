import { accessSync, constants, existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HullprintError } from '../errors.js';
import { stateFolder } from '../store/state-folder.js';
import { openStore } from '../store/store.js';
import { storeError } from '../store/store-error.js';
import type { Finding } from './finding.js';

const LEAST_FREE_BYTES = 512 * 1024 * 1024;

/** Opens the database as the daemon would, and looks at the disk. Makes neither: they would belong to who asks. */
export async function checkStateFolder(configured: string | undefined): Promise<Finding[]> {
  const folder = stateFolder(configured);
  const subject = `state folder ${folder}`;
  const there = nearestThere(resolve(folder));
  try {
    const says = tryFolder(folder, there);
    return [{ subject, state: 'good', says }, await checkDisk(there)];
  } catch (error) {
    if (!(error instanceof HullprintError)) throw error;
    return [{ subject, state: 'bad', says: error.reason, mend: error.hint }];
  }
}

function tryFolder(folder: string, there: string): string {
  if (existsSync(join(folder, 'hullprint.db'))) {
    openStore(folder).close();
    return 'the database opens';
  }
  try {
    // With the slash a file in place of a folder is refused.
    accessSync(join(there, '/'), constants.W_OK);
  } catch (error) {
    throw storeError('use state folder', folder, error);
  }
  return 'the daemon will make the database';
}

async function checkDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const says = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  return freeBytes > LEAST_FREE_BYTES
    ? { subject: 'disk', state: 'good', says }
    : { subject: 'disk', state: 'bad', says, mend: 'Free some room, or name another stateFolder' };
}

/** The folder itself, or the closest above it that is there. */
function nearestThere(path: string): string {
  return existsSync(path) ? path : nearestThere(dirname(path));
}
