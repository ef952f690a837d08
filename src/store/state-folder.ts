import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SYSTEM_FOLDER = '/var/lib/hullprint';

/**
 * Where a node keeps its database and clips: the configured folder, else systemd's `$STATE_DIRECTORY` (the first
 * of a list), else `/var/lib/hullprint` when it may be written, else `~/.local/state/hullprint`
 * (`$XDG_STATE_HOME`). Makes nothing; `lockFolder` and `openStore` do.
 */
export function stateFolder(
  configured?: string,
  environment: NodeJS.ProcessEnv = process.env,
  systemFolder = SYSTEM_FOLDER,
): string {
  if (configured) return configured;
  const fromSystemd = environment.STATE_DIRECTORY?.split(':')[0];
  if (fromSystemd) return fromSystemd;
  if (isWritable(systemFolder)) return systemFolder;
  return join(
    environment.XDG_STATE_HOME || join(environment.HOME || homedir(), '.local', 'state'),
    'hullprint',
  );
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
