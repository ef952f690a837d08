import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeError } from './store-error.js';

const FILE = 'access-token.sha256';

/** Makes a new token for a node's API and keeps its SHA-256 alone in the state folder; an older one is void. Throws HullprintError (73, 74). */
export function newAccessToken(folder: string): string {
  const token = randomBytes(24).toString('base64url');
  const path = join(folder, FILE);
  try {
    writeFileSync(path, `${createHash('sha256').update(token).digest('hex')}\n`, { mode: 0o600 });
  } catch (error) {
    throw storeError('write', path, error);
  }
  return token;
}

/** SHA-256 (hexadecimal) of the token last made; null when none ever was. */
export function accessTokenSha256(folder: string): string | null {
  try {
    const text = readFileSync(join(folder, FILE), 'utf8').trim();
    return /^[0-9a-f]{64}$/.test(text) ? text : null;
  } catch {
    return null;
  }
}
