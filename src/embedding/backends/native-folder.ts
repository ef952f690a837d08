import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const SYSTEM_FOLDER = '/var/cache/hullprint';

/**
 * Where tfjs-node may have been built, the first found is used: the service's cache (`$CACHE_DIRECTORY`), that of the
 * Debian package, the user's (`$XDG_CACHE_HOME` or `~/.cache`). All outlive `npm ci` and upgrades.
 */
export function nativeFolders(
  environment: NodeJS.ProcessEnv = process.env,
  system = SYSTEM_FOLDER,
): string[] {
  const { CACHE_DIRECTORY, XDG_CACHE_HOME } = environment;
  const caches = [
    ...(CACHE_DIRECTORY ? [CACHE_DIRECTORY.split(':')[0]!] : []),
    system,
    join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'hullprint'),
  ];
  return caches.map((cache) => join(cache, 'tfjs-node'));
}

/** The folder to build into: the first of those that may be written, the user's before it is there. */
export function newNativeFolder(
  environment: NodeJS.ProcessEnv = process.env,
  system = SYSTEM_FOLDER,
): string {
  const folders = nativeFolders(environment, system);
  return folders.find((folder) => isWritable(dirname(folder))) ?? folders.at(-1)!;
}

/** The package tfjs-node that has been built, or undefined. */
export function builtTfjsNode(folders: readonly string[] = nativeFolders()): string | undefined {
  return folders.map(packageIn).find((path) => existsSync(join(path, 'lib', 'napi-v8', 'tfjs_binding.node')));
}

/** Of a folder that npm installs into. */
export function packageIn(folder: string): string {
  return join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
