import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../store/temporary-folder.js';
import { debianPackage } from './fixtures/debian-package.js';
import { arm64RootMissing, debianRootMissing } from './fixtures/debian-root.js';

const minutes = 60_000;
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.skipIf(debianRootMissing)('the amd64 package', () => {
  test(
    'has the same bytes whenever, wherever and by whomever it is built',
    () => {
      const out = temporaryFolder();
      const build = `umask 077; exec "${process.execPath}" node_modules/tsx/dist/cli.mjs scripts/package/main.ts --out "$0"`;
      const env = { ...process.env, TZ: 'Pacific/Auckland', LC_ALL: 'C', TMPDIR: temporaryFolder() };
      const other = execFileSync('sh', ['-c', build, out], { env, encoding: 'utf8' }).trim();
      expect(sha256(other)).toBe(sha256(debianPackage('amd64')));
    },
    10 * minutes,
  );
});

test.skipIf(arm64RootMissing).each(['amd64', 'arm64'] as const)(
  'the %s package asks for no newer C library than that of JetPack 6, 2.35',
  (architecture) => {
    const folder = temporaryFolder();
    execFileSync('dpkg-deb', ['-x', debianPackage(architecture), folder]);
    const home = join(folder, 'usr/lib/hullprint');
    const native = execFileSync('find', [home, '-name', '*.node', '-o', '-path', '*/bin/node'], {
      encoding: 'utf8',
    });
    const files = native.trim().split('\n');
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const file of files) {
      const needs = execFileSync('readelf', ['-V', file], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
      const minors = [...needs.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
      expect(Math.max(...minors), file).toBeLessThanOrEqual(35);
    }
  },
  10 * minutes,
);
