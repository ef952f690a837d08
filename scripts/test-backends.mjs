// What the tests of the better backends need and `npm ci` does not bring: the npm package webgpu, 132 MB, and tfjs-node.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Puts webgpu into node_modules, where npm's next install removes it again. Gives whether it is there. */
export function installWebGpu() {
  const place = resolve('node_modules', 'webgpu');
  if (existsSync(place)) return true;
  const folder = resolve('node_modules', '.cache', 'webgpu');
  const installed = join(folder, 'node_modules', 'webgpu');
  const range = JSON.parse(readFileSync('package.json', 'utf8')).peerDependencies.webgpu;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const flags = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  const npm = spawnSync('npm', ['install', ...flags, `webgpu@${range}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (npm.status !== 0 || !existsSync(installed)) return false;
  rmSync(place, { force: true });
  symlinkSync(join('.cache', 'webgpu', 'node_modules', 'webgpu'), place);
  return true;
}

/** Builds tfjs-node into the user's cache folder: 200 MB to download, 730 MB of disk. Gives whether it is there. */
export function buildNative() {
  return (
    spawnSync(process.execPath, ['dist/main.js', 'native', 'install'], { stdio: 'inherit' }).status === 0
  );
}
