import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateFolder } from '../../src/store/state-folder.js';
import { temporaryFolder } from './temporary-folder.js';

const home = { HOME: '/home/someone' };

test('the configured folder comes before all', () => {
  expect(stateFolder('/data/hullprint', { ...home, STATE_DIRECTORY: '/var/lib/x' })).toBe('/data/hullprint');
});

test("systemd's folder comes next, the first of several", () => {
  expect(stateFolder(undefined, { ...home, STATE_DIRECTORY: '/var/lib/a:/var/lib/b' })).toBe('/var/lib/a');
});

test('the system folder is taken when it may be written', () => {
  const system = temporaryFolder();
  expect(stateFolder(undefined, home, system)).toBe(system);
});

test('else the state goes to the home of the user', () => {
  const missing = join(temporaryFolder(), 'missing');
  expect(stateFolder(undefined, home, missing)).toBe('/home/someone/.local/state/hullprint');
  expect(stateFolder(undefined, { ...home, XDG_STATE_HOME: '/xdg' }, missing)).toBe('/xdg/hullprint');
});
