// Builds naudiodon's addon, which `portaudio:` sources need, after npm has installed the packages.
//
// npm is told not to (allowScripts in package.json): its way needs python3, make and a download of Node's
// headers, and an older npm that tries all the same removes the package when it fails. The addon is pure
// Node-API, so the headers in the package node-api-headers do for every Node, and one call of the compiler is
// all there is to it. Without a compiler everything but `portaudio:` works.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '2.3.6';
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const again = `node ${relative('', fileURLToPath(import.meta.url))}`;
const require = createRequire(join(project, 'package.json'));

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    console.log(build());
  } catch (error) {
    console.log(`portaudio: sources will not work: ${error.message}`);
  }
}

function build() {
  let folder = findPackage('naudiodon');
  if (folder && loads(addonOf(folder))) return 'naudiodon is built';
  const compiler = [process.env.CXX, 'g++', 'c++', 'clang++'].find((name) => name && runs(name));
  if (!compiler) throw new Error(`no C++ compiler. Install g++ and run: ${again}`);
  const headers = findPackage('node-api-headers');
  if (!headers) throw new Error('the package node-api-headers is missing. Run: npm ci --include=optional');
  folder ??= restorePackage();
  const output = addonOf(folder);
  mkdirSync(dirname(output), { recursive: true });
  const library = portAudioLibrary(folder, dirname(output));
  compileNaudiodon({ compiler, folder, headers: join(headers, 'include'), library, output });
  if (!loads(addonOf(folder))) throw new Error(`the addon does not load. Install ${alsaPackage()}`);
  return `naudiodon built with ${compiler}`;
}

/** The folder of an installed package, wherever npm has put it. */
function findPackage(name) {
  for (const modules of require.resolve.paths(name) ?? []) {
    if (existsSync(join(modules, name, 'package.json'))) return join(modules, name);
  }
  return undefined;
}

function addonOf(folder) {
  return join(folder, 'build', 'Release', 'naudiodon.node');
}

/** Loads it in a process of its own: a wrong library may kill the process that tries. */
function loads(addon) {
  if (!existsSync(addon)) return false;
  return spawnSync(process.execPath, ['-e', 'require(process.argv[1])', addon]).status === 0;
}

function runs(compiler) {
  return spawnSync(compiler, ['--version']).status === 0;
}

/** Fetches the package that an older npm removed, and holds it against the lock file's checksum. */
function restorePackage() {
  const lockFile = join(project, 'package-lock.json');
  const locked = existsSync(lockFile)
    ? JSON.parse(readFileSync(lockFile, 'utf8')).packages['node_modules/naudiodon']
    : undefined;
  const scratch = mkdtempSync(join(tmpdir(), 'naudiodon-'));
  try {
    const [command, ...prefix] = process.env.npm_execpath
      ? [process.execPath, process.env.npm_execpath]
      : ['npm'];
    const pack = [
      'pack',
      `naudiodon@${VERSION}`,
      '--prefer-offline',
      '--silent',
      '--pack-destination',
      scratch,
    ];
    execFileSync(command, [...prefix, ...pack], { cwd: scratch, stdio: ['ignore', 'ignore', 'pipe'] });
    const archive = join(scratch, `naudiodon-${VERSION}.tgz`);
    const checksum = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (locked && locked.integrity !== checksum)
      throw new Error(`naudiodon-${VERSION}.tgz is not what package-lock.json names. Run: npm cache verify`);
    const folder = join(project, 'node_modules', 'naudiodon');
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
    return folder;
  } catch (error) {
    const reason = error.stderr?.toString().trim().split('\n')[0] || error.message;
    throw new Error(`naudiodon cannot be fetched: ${reason}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Compiles the package in `folder` to `output`. `library`: the PortAudio that it is linked with. */
export function compileNaudiodon({ compiler, folder, headers, library, output }) {
  const sources = readdirSync(join(folder, 'src')).filter((file) => file.endsWith('.cc'));
  sources.sort();
  const unfinished = `${output}.${process.pid}`;
  const compiled = spawnSync(
    compiler,
    [
      ...[
        '-std=c++17',
        '-O2',
        '-fPIC',
        '-shared',
        '-s',
        '-pthread',
        '-w',
        '-DNODE_GYP_MODULE_NAME=naudiodon',
      ],
      // Where it was built does not show in the addon.
      `-ffile-prefix-map=${folder}=naudiodon`,
      ...[`-I${headers}`, `-I${join(folder, 'portaudio', 'include')}`],
      ...sources.map((file) => join(folder, 'src', file)),
      ...['-Wl,--no-as-needed', library, '-Wl,-rpath,$ORIGIN', '-o', unfinished],
    ],
    { encoding: 'utf8' },
  );
  if (compiled.status !== 0) {
    process.stderr.write(compiled.stderr ?? '');
    rmSync(unfinished, { force: true });
    throw new Error(`${compiler} failed on naudiodon, see above`);
  }
  renameSync(unfinished, output);
}

/** What the addon is linked with. The package brings PortAudio for x64 alone. */
function portAudioLibrary(folder, release) {
  if (process.arch === 'x64') {
    const library = join(release, 'libportaudio.so.2');
    copyFileSync(join(folder, 'portaudio', 'bin', 'libportaudio.so.2'), library);
    return library;
  }
  const triplets = { arm64: 'aarch64-linux-gnu', arm: 'arm-linux-gnueabihf' };
  const folders = [`/usr/lib/${triplets[process.arch]}`, '/usr/lib64', '/usr/lib', '/usr/local/lib'];
  const library = folders.map((path) => join(path, 'libportaudio.so.2')).find((path) => existsSync(path));
  if (!library) throw new Error(`libportaudio is missing. Install libportaudio2 and run: ${again}`);
  // naudiodon's own build looks for it here and would find one for x86.
  copyFileSync(library, join(folder, 'portaudio', 'bin', 'libportaudio.so.2'));
  copyFileSync(library, join(release, 'libportaudio.so.2'));
  return join(release, 'libportaudio.so.2');
}

function alsaPackage() {
  return process.arch === 'x64' ? 'libasound2 (or libasound2t64)' : 'libportaudio2';
}
