import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Reads what a file keeps, or makes it and keeps it. */
export async function keptFile<Content>(path: string, make: () => Promise<Content>): Promise<Content> {
  if (existsSync(path)) return deserialize(readFileSync(path)) as Content;
  const made = await make();
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, serialize(made));
  return made;
}

/** Writes a file whole or not at all, whoever else writes it. */
export function writeWhole(path: string, content: string | Buffer): void {
  const unfinished = `${path}.${process.pid}.unfinished`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}
