import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * Whether a `Host` header names this node: by an address, as localhost, by the board's own name or by one of the names
 * given. A page of another site that lets its own name point here (DNS rebinding) bears a name that is none of these.
 */
export function namesThisNode(host: string, names: readonly string[]): boolean {
  const name = host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  const own = hostname().toLowerCase();
  return isIP(name) !== 0 || ['localhost', own, `${own}.local`, ...names].includes(name);
}

/** Whether an `Authorization` header bears the token whose SHA-256 (hexadecimal) is kept. */
export function bearsToken(authorization: string | undefined, sha256: string): boolean {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return false;
  return timingSafeEqual(createHash('sha256').update(token).digest(), Buffer.from(sha256, 'hex'));
}
