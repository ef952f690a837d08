import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../store/temporary-folder.js';
import { debianPackage } from './fixtures/debian-package.js';
import { debianRootMissing } from './fixtures/debian-root.js';

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
