/**
 * Makes dist-packages/hullprint_<version>_<arch>.deb: `npm run package [-- --arch amd64|arm64] [--out FOLDER]`.
 *
 * The same commit gives the same bytes. Needs npm, dpkg-deb, and for another architecture its cross compiler.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeControl } from './control.js';
import { hostTarget, type Target, targets } from './target.js';
import { layTree } from './tree.js';
import { vendor } from './vendor.js';

if (import.meta.filename === process.argv[1]) main();

function main(): void {
  const { values } = parseArgs({
    options: {
      arch: { type: 'string', default: hostTarget().debian },
      out: { type: 'string', default: 'dist-packages' },
    },
  });
  const target = targets.find(({ debian }) => debian === values.arch);
  if (!target) {
    console.error(
      `hullprint is packaged for ${targets.map(({ debian }) => debian).join(' and ')}, not ${values.arch}`,
    );
    process.exit(64);
  }
  console.log(buildPackage(target, values.out));
}

/** Builds the package of the working tree; gives its path. */
export function buildPackage(target: Target, out: string): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const stage = mkdtempSync(join(tmpdir(), 'hullprint-package-'));
  try {
    const root = join(stage, 'root');
    layTree(root, vendor(join(stage, 'vendor'), target), target);
    writeControl(root, version, target);
    mkdirSync(out, { recursive: true });
    const file = resolve(out, `hullprint_${version}_${target.debian}.deb`);
    // One thread: what xz and zstd give depends on how many they are.
    const options = ['--root-owner-group', '-Zzstd', '-z9', '--threads-max=1'];
    execFileSync('dpkg-deb', [...options, '--build', root, file], {
      env: { ...process.env, SOURCE_DATE_EPOCH: commitSeconds() },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return file;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Seconds since 1970 of the commit: the newest time that a file in the package may have. */
function commitSeconds(): string {
  return (
    process.env.SOURCE_DATE_EPOCH ??
    execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' }).trim()
  );
}
