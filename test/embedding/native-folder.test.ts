import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  builtTfjsNode,
  nativeFolders,
  newNativeFolder,
  packageIn,
} from '../../src/embedding/backends/native-folder.js';
import { temporaryFolder } from '../store/temporary-folder.js';

test('the service’s cache comes first, then the package’s, then the user’s', () => {
  const folders = nativeFolders({ CACHE_DIRECTORY: '/a:/b', XDG_CACHE_HOME: '/c' }, '/d');
  expect(folders).toEqual(['/a/tfjs-node', '/d/tfjs-node', '/c/hullprint/tfjs-node']);
  expect(nativeFolders({}, '/d')[1]).toMatch(/\.cache\/hullprint\/tfjs-node$/);
});

test('it is built where the service finds it if that may be written, else in the user’s cache', () => {
  const system = temporaryFolder();
  expect(newNativeFolder({ XDG_CACHE_HOME: '/nowhere' }, system)).toBe(join(system, 'tfjs-node'));
  expect(newNativeFolder({ XDG_CACHE_HOME: '/nowhere' }, '/absent')).toBe('/nowhere/hullprint/tfjs-node');
});

test('a build is found only once it is whole', () => {
  const [half, whole] = [temporaryFolder(), temporaryFolder()];
  mkdirSync(packageIn(half), { recursive: true });
  expect(builtTfjsNode([half, whole])).toBeUndefined();
  mkdirSync(join(packageIn(whole), 'lib', 'napi-v8'), { recursive: true });
  writeFileSync(join(packageIn(whole), 'lib', 'napi-v8', 'tfjs_binding.node'), '');
  expect(builtTfjsNode([half, whole])).toBe(packageIn(whole));
});
