import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Reads what a file keeps, or makes it and keeps it, whole or not at all. */
export async function keptFile<Content>(path: string, make: () => Promise<Content>): Promise<Content> {
  if (existsSync(path)) return deserialize(readFileSync(path)) as Content;
  const made = await make();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.unfinished`, serialize(made));
  renameSync(`${path}.unfinished`, path);
  return made;
}
