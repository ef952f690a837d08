/**
 * Builds @tensorflow/tfjs-node, on which networks train and run fastest.
 *
 * Its own install step downloads an old libtensorflow from a place that many machines cannot reach, and has none
 * with a GPU for arm64. TensorFlow's Python wheel holds the same library and its C headers. The package goes into
 * a cache folder (`embedding/backends/native-folder.ts`): npm would remove it from node_modules at each install.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageIn } from '../embedding/backends/native-folder.js';
import { ExitCode, HullprintError } from '../errors.js';
import { answers, nativeError, run } from './native-error.js';
import { downloadWheel, unpackWheel } from './tensorflow-wheel.js';

const TFJS_NODE = '4.22.0';
/** The Debian package brings tfjs-node's sources along, as its board may have neither npm nor a network. */
const BROUGHT = fileURLToPath(new URL('../../native/tfjs-node', import.meta.url));

/** One training step of a convolution, in a process of its own: a wrong library may kill the process that tries. */
const TRY = `
const util = require('node:util');
util.isNullOrUndefined = (value) => value === null || value === undefined;
util.isArray = Array.isArray;
const tf = require(process.argv[1]);
const filter = tf.variable(tf.ones([3, 3, 1, 2]));
const { value, grads } = tf.variableGrads(() => tf.conv2d(tf.ones([1, 8, 8, 1]), filter, 1, 'same').sum());
if (tf.getBackend() !== 'tensorflow' || value.dataSync()[0] !== 968) throw new Error('it computes wrong');
if (Object.keys(grads).length !== 1) throw new Error('it gives no gradients');
`;

export interface TfjsNodeOptions {
  /** A TensorFlow wheel (2.12 or later) that is here already, such as NVIDIA's for a Jetson; else PyPI's is fetched. */
  wheel?: string;
  say: (line: string) => void;
}

/**
 * Builds tfjs-node into `folder` unless one that works is there, or a wheel is named. What was there stays until the
 * new one has computed. Gives a line that says which. Throws HullprintError: 66 when there is no such wheel, 69 for what is missing or fails.
 */
export function installTfjsNode(folder: string, { wheel, say }: TfjsNodeOptions): string {
  if (wheel !== undefined && !existsSync(wheel)) throw noWheel(wheel);
  if (!wheel && whyItFails(folder) === undefined) return `tfjs-node is built in ${folder}`;
  const compiler = [process.env.CXX, 'g++', 'c++', 'clang++'].find((name) => name && answers(name));
  if (!compiler) throw nativeError('there is no C++ compiler', 'Install one: sudo apt-get install g++');
  const scratch = scratchBeside(folder);
  try {
    fetchPackage(scratch);
    if (!wheel) say('downloading TensorFlow, about 200 MB');
    const path = wheel ?? downloadWheel(scratch);
    unpackWheel(path, join(packageIn(scratch), 'deps'), scratch);
    if (!wheel) rmSync(path);
    compile(compiler, packageIn(scratch));
    const reason = whyItFails(scratch);
    if (reason !== undefined)
      throw nativeError(`built, but it does not run: ${reason}`, 'Another wheel may: --wheel names one.');
    // The service runs as another user.
    chmodSync(scratch, 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return `tfjs-node built in ${folder}`;
}

/** What is wrong with the package in a folder; undefined when it trains. */
function whyItFails(folder: string): string | undefined {
  if (!existsSync(packageIn(folder))) return 'it is not there';
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const tried = spawnSync(process.execPath, ['-e', TRY, packageIn(folder)], { env, encoding: 'utf8' });
  if (tried.status === 0) return undefined;
  return tried.stderr.match(/Error: .*/)?.[0] ?? `node ended with ${tried.signal ?? tried.status}`;
}

/** On the same disk, so that it can be moved into place. */
function scratchBeside(folder: string): string {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    return mkdtempSync(`${folder}-unfinished-`);
  } catch (cause) {
    throw nativeError(
      `${dirname(folder)} cannot be written: ${(cause as Error).message}`,
      'Try it as root, or name another folder with XDG_CACHE_HOME.',
    );
  }
}

function fetchPackage(folder: string): void {
  if (existsSync(BROUGHT)) {
    cpSync(BROUGHT, folder, { recursive: true });
    return;
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm install', 'npm', ['install', ...flags, `@tensorflow/tfjs-node@${TFJS_NODE}`], { cwd: folder });
}

function compile(compiler: string, folder: string): void {
  const require = createRequire(import.meta.url);
  const headers = join(dirname(require.resolve('node-api-headers/package.json')), 'include');
  const addon = join(folder, 'lib', 'napi-v8');
  mkdirSync(addon, { recursive: true });
  run(compiler, compiler, [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-w', '-DNAPI_VERSION=8'],
    ...[`-I${headers}`, `-I${join(folder, 'deps', 'include')}`, `-I${dirname(folder)}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(folder, 'binding', file)),
    ...['-o', join(addon, 'tfjs_binding.node'), `-L${join(folder, 'deps', 'lib')}`],
    ...['-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
  ]);
}

function noWheel(path: string): HullprintError {
  return new HullprintError({
    operation: 'read wheel',
    subject: path,
    reason: 'there is no such file',
    hint: 'NVIDIA lists those for Jetsons at https://developer.download.nvidia.com/compute/redist/jp',
    exitCode: ExitCode.noInput,
  });
}
