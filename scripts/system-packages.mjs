// Installs the Debian packages that the tests need, when it may (root, or sudo that asks for no password); names
// them exactly when it may not. With --check it only tells. With CI=true a missing one is an error: a test that
// is skipped proves nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const unavailable = 69;
const triplet = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu', arm: 'arm-linux-gnueabihf' }[
  process.arch
];
// Daemons are in /usr/sbin, which is not in everybody's PATH.
const programFolders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const libraryFolders = [`/usr/lib/${triplet}`, `/lib/${triplet}`, '/usr/lib64', '/usr/lib', '/usr/local/lib'];

/** The entries of system-packages.json that this machine needs and does not have. */
export function missingPackages() {
  const list = fileURLToPath(new URL('system-packages.json', import.meta.url));
  return JSON.parse(readFileSync(list, 'utf8'))
    .filter(({ architectures }) => !architectures || architectures.includes(process.arch))
    .filter(({ program, library }) => {
      const [folders, file] = program ? [programFolders, program] : [libraryFolders, library];
      return !folders.some((folder) => existsSync(join(folder, file)));
    });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main();

function main() {
  const checkOnly = process.argv.includes('--check');
  if (!checkOnly && missingPackages().length > 0) install(missingPackages());
  const missing = missingPackages();
  for (const entry of missing) {
    console.log(`missing: ${entry.package}, for ${entry.neededFor}; without it are skipped: ${entry.tests}`);
  }
  if (missing.length > 0) {
    console.log(`install with: sudo apt-get install ${missing.map(debianName).join(' ')}`);
    if (process.env.CI === 'true') process.exitCode = unavailable;
  } else console.log('system packages: all there');
  // The compiler may have come only now.
  if (!checkOnly) run(process.execPath, [fileURLToPath(new URL('build-naudiodon.mjs', import.meta.url))]);
}

function install(missing) {
  const asRoot = rootPrefix();
  if (!asRoot || !succeeds('apt-get', ['--version'])) return;
  // Lists may be missing, as in a fresh container, and names depend on them.
  if (missing.some((entry) => !isInstallable(entry.package) && !isInstallable(entry.laterNamed)))
    run(asRoot[0], [...asRoot.slice(1), 'apt-get', 'update', '-q']);
  const names = missing.map(debianName);
  console.log(`installing ${names.join(' ')}`);
  run(asRoot[0], [...asRoot.slice(1), 'apt-get', 'install', '-q', '-y', '--no-install-recommends', ...names]);
}

/** The command that what follows is run with to be root, or undefined when that may not be. */
function rootPrefix() {
  if (process.getuid() === 0) return ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (succeeds('sudo', ['-n', 'true'])) return ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'];
  return undefined;
}

function debianName({ package: name, laterNamed }) {
  return laterNamed && !isInstallable(name) && isInstallable(laterNamed) ? laterNamed : name;
}

function isInstallable(name) {
  if (!name) return false;
  const policy = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return /Candidate: (?!\(none\))/.test(policy.stdout ?? '');
}

function succeeds(command, args) {
  return spawnSync(command, args).status === 0;
}

function run(command, args) {
  spawnSync(command, args, { stdio: 'inherit' });
}
