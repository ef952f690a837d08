import { createHash } from 'node:crypto';

/**
 * A name as Home Assistant takes it in discovery topics and ids: letters, digits, `-` and `_`. Two names never give
 * one id: where characters had to go, a digest of the whole name is added.
 */
export function objectId(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '_');
  if (plain === name) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${plain}_${digest}`;
}
