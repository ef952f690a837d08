/** The production dependencies of another machine, without what only developers need. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { compileNaudiodon } from '../build-naudiodon.mjs';
import type { Target } from './target.js';

/** Dawn, which the package brings along: npm has it as one package for all platforms, too big for everyone. */
const WEBGPU = '0.6.2';

/** `.h`: what tfjs-node is compiled with on the board, node-api-headers among them. */
const runningTypes = new Set(['.js', '.cjs', '.mjs', '.json', '.node', '.wasm', '.ttf', '.h']);
/** What tfjs-node is compiled from on the board. */
const sourceTypes = new Set([...runningTypes, '.cc']);
const licence = /^(licen[sc]e|copying|notice|copyright)/i;
/** Binaries for another C library are installed all the same. */
const needless = /^(tests?|benchmarks?|examples?|docs|\.github|\.bin)$|musl/;
const testModule = /[._](test|spec)\.[cm]?js$/;
/** tfjs is bundled once for Node and four times for browsers. */
const browserBundle = /\.(fesm|es2017)(\.min)?\.js$|\.min\.js$/;

/** Installs into `folder` what package-lock.json names for the target; gives its node_modules. */
export function vendor(folder: string, target: Target): string {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(file, join(folder, file));
  const platform = ['--os=linux', `--cpu=${target.node}`, '--libc=glibc'];
  npm(folder, 'ci', '--omit=dev', '--include=optional', '--ignore-scripts', ...platform);
  const modules = join(folder, 'node_modules');
  addWebGpu(folder, modules, target);
  addNaudiodon(modules, target);
  prune(modules, runningTypes);
  return modules;
}

/** Lays out the sources of tfjs-node, from its own lock file: `hullprint native install` compiles them on the board. */
export function vendorTfjsNode(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(join('scripts/package/tfjs-node', file), join(folder, file));
  npm(folder, 'ci', '--ignore-scripts');
  prune(join(folder, 'node_modules'), sourceTypes);
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function addWebGpu(scratch: string, modules: string, target: Target): void {
  npm(scratch, 'pack', '--silent', `webgpu@${WEBGPU}`);
  const folder = join(modules, 'webgpu');
  mkdirSync(folder);
  const archive = join(scratch, `webgpu-${WEBGPU}.tgz`);
  execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  for (const platform of readdirSync(join(folder, 'dist'))) {
    if (platform.includes('-') && platform !== `linux-${target.node}`)
      rmSync(join(folder, 'dist', platform), { recursive: true });
  }
}

/** Leaves the addon alone: capture calls it without its JavaScript. It is linked with the system's PortAudio. */
function addNaudiodon(modules: string, target: Target): void {
  const folder = join(modules, 'naudiodon');
  const source = `${folder}.source`;
  renameSync(folder, source);
  const release = join(folder, 'build', 'Release');
  mkdirSync(release, { recursive: true });
  const compiler = process.env.CXX_FOR_TARGET ?? target.compilers[0]!;
  compileNaudiodon({
    compiler,
    folder: source,
    headers: join(modules, 'node-api-headers', 'include'),
    library: portAudioStub(compiler, source),
    output: join(release, 'naudiodon.node'),
  });
  for (const file of ['package.json', 'LICENSE']) cpSync(join(source, file), join(folder, file));
  rmSync(source, { recursive: true });
  // What only its JavaScript loads.
  for (const name of ['segfault-handler', 'bindings', 'file-uri-to-path', 'nan'])
    rmSync(join(modules, name), { recursive: true, force: true });
}

/** A library of PortAudio's name and nothing else to link with: the board has the real one. */
function portAudioStub(compiler: string, folder: string): string {
  const library = join(folder, 'libportaudio.so.2');
  const name = '-Wl,-soname,libportaudio.so.2';
  execFileSync(compiler, ['-shared', name, '-x', 'c++', '/dev/null', '-o', library]);
  return library;
}

/** Keeps what runs and what the licences ask for. */
function prune(folder: string, keptTypes: Set<string>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !needless.test(entry.name)) prune(path, keptTypes);
    else if (entry.isDirectory() || !isKept(entry.name, keptTypes)) rmSync(path, { recursive: true });
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

function isKept(name: string, keptTypes: Set<string>): boolean {
  if (name === '.package-lock.json' || testModule.test(name) || browserBundle.test(name)) return false;
  return keptTypes.has(extname(name)) || licence.test(name);
}
