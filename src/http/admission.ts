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

/** Whether a token is one of those whose SHA-256 (hexadecimal) are kept. */
export function isToken(token: string | undefined, sha256: readonly string[]): boolean {
  if (token === undefined) return false;
  const hashed = createHash('sha256').update(token).digest();
  return sha256.some((kept) => timingSafeEqual(hashed, Buffer.from(kept, 'hex')));
}

/** The token that an `Authorization` header bears. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/**
 * Whether a request comes from a page of another site, whose reader never asked for it (CSRF). Programs send none of
 * these headers.
 */
export function isOfAnotherSite(headers: {
  host?: string | undefined;
  origin?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}): boolean {
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
}
