import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Whether a Vulkan driver is installed, where Vulkan's loader looks for their manifests (its LoaderInterfaceArchitecture,
 * "Linux driver discovery"). Dawn, asked without one, writes warnings of its own to stderr.
 */
export function hasVulkanDriver(env: NodeJS.ProcessEnv = process.env): boolean {
  const named = env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES;
  if (named) return named.split(delimiter).some((path) => existsSync(path));
  if (env.VK_ADD_DRIVER_FILES?.split(delimiter).some((path) => existsSync(path))) return true;
  const roots = [
    env.XDG_CONFIG_HOME || join(homedir(), '.config'),
    ...(env.XDG_CONFIG_DIRS || '/etc/xdg').split(delimiter),
    '/etc',
    env.XDG_DATA_HOME || join(homedir(), '.local', 'share'),
    ...(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(delimiter),
  ];
  return roots.map((root) => join(root, 'vulkan', 'icd.d')).some(holdsManifest);
}

function holdsManifest(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json'));
}
