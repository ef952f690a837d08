import { statfs } from 'node:fs/promises';
import { HullprintError } from '../errors.js';
import { stateFolder } from '../store/state-folder.js';
import { openStore } from '../store/store.js';
import type { Finding } from './finding.js';

const LEAST_FREE_BYTES = 512 * 1024 * 1024;

/** Opens the database as the daemon would, and looks at the disk. */
export async function checkStateFolder(configured: string | undefined): Promise<Finding[]> {
  const folder = stateFolder(configured);
  try {
    openStore(folder).close();
  } catch (error) {
    if (!(error instanceof HullprintError)) throw error;
    return [{ subject: `state folder ${folder}`, state: 'bad', says: error.reason, mend: error.hint }];
  }
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const free = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  return [
    { subject: `state folder ${folder}`, state: 'good', says: 'the database opens' },
    freeBytes > LEAST_FREE_BYTES
      ? { subject: 'disk', state: 'good', says: free }
      : { subject: 'disk', state: 'bad', says: free, mend: 'Free some room, or name another stateFolder' },
  ];
}
