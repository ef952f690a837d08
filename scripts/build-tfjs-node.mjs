// Builds @tensorflow/tfjs-node, on which networks train and run fastest: node scripts/build-tfjs-node.mjs
//
// Its own install step downloads an old libtensorflow from a place that many machines cannot reach, and has none
// with a GPU for arm64. TensorFlow's Python wheel holds the same library and its C headers, so this needs npm and
// PyPI alone. The package goes into the user's cache folder: npm would remove it from node_modules at each install.
//   --wheel PATH   a TensorFlow wheel (2.12 or later) that is here already, such as NVIDIA's for a Jetson
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TFJS_NODE = '4.22.0';
const TENSORFLOW = '2.15.1';
/** By `process.arch`: what pip calls the machine, the wheel that holds libtensorflow for it, and its SHA-256. */
const WHEELS = {
  x64: {
    machine: 'x86_64',
    distribution: 'tensorflow-cpu',
    sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
  },
  arm64: {
    machine: 'aarch64',
    distribution: 'tensorflow-cpu-aws',
    sha256: 'd4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e',
  },
};
/** Takes the libraries and the C headers out of a wheel, which is a zip file. */
const UNPACK = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist()
        if name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
        or '.libs/' in name
        or name.startswith('tensorflow/include/') and name.endswith('.h') and ('/c/' in name or '/platform/ctstring' in name)])
`;
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

const { values } = parseArgs({ options: { wheel: { type: 'string' } } });
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'hullprint');
const folder = join(cache, 'tfjs-node'); // src/embedding/backends/native.ts looks here
const projectRequire = createRequire(fileURLToPath(import.meta.url));

try {
  console.log(build());
} catch (error) {
  console.error(`tfjs-node cannot be built: ${error.message}`);
  process.exitCode = 69;
}

function build() {
  if (!values.wheel && whyItFails(folder) === undefined) return `tfjs-node is built in ${folder}`;
  const wheelOfMachine = process.platform === 'linux' ? WHEELS[process.arch] : undefined;
  if (!wheelOfMachine)
    throw new Error(`there is no TensorFlow wheel for ${process.platform} ${process.arch}`);
  const compiler = [process.env.CXX, 'g++', 'c++', 'clang++'].find((name) => name && runs(name));
  if (!compiler) throw new Error('no C++ compiler. Install g++');
  if (!runs('python3', ['-m', 'pip'])) throw new Error('python3 has no pip. Install python3-pip');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, 'tfjs-node-unfinished-'));
  try {
    installPackage(scratch);
    const libraries = unpack(values.wheel ?? download(wheelOfMachine, scratch), scratch);
    compile(compiler, packageIn(scratch), libraries);
    const reason = whyItFails(scratch);
    if (reason !== undefined) throw new Error(`built, but it does not run: ${reason}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return `tfjs-node built in ${folder}`;
}

function packageIn(root) {
  return join(root, 'node_modules', '@tensorflow', 'tfjs-node');
}

/** What is wrong with the package as it lies there; undefined when it trains. */
function whyItFails(root) {
  if (!existsSync(packageIn(root))) return 'it is not there';
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const tried = spawnSync(process.execPath, ['-e', TRY, packageIn(root)], { env, encoding: 'utf8' });
  if (tried.status === 0) return undefined;
  return tried.stderr.match(/Error: .*/)?.[0] ?? `node ended with ${tried.signal ?? tried.status}`;
}

function runs(command, prefix = []) {
  return spawnSync(command, [...prefix, '--version']).status === 0;
}

/** Runs a program; when it fails, its last line is the reason. */
function run(what, command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (done.status === 0) return;
  const lines = (done.stderr || done.error?.message || '').trim().split('\n');
  throw new Error(`${what} failed: ${lines.find((line) => /error/i.test(line)) ?? lines.at(-1)}`);
}

function installPackage(root) {
  writeFileSync(join(root, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm install', 'npm', ['install', ...flags, `@tensorflow/tfjs-node@${TFJS_NODE}`], { cwd: root });
}

function download({ machine, distribution, sha256 }, root) {
  console.log(`downloading ${distribution} ${TENSORFLOW}, about 200 MB`);
  const platforms = ['manylinux2014', 'manylinux_2_17'].flatMap((name) => [
    '--platform',
    `${name}_${machine}`,
  ]);
  run('pip download', 'python3', [
    ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', root],
    ...['--implementation', 'cp', '--python-version', '3.11', ...platforms],
    `${distribution}==${TENSORFLOW}`,
  ]);
  const wheel = join(
    root,
    readdirSync(root).find((name) => name.endsWith('.whl')),
  );
  const checksum = createHash('sha256').update(readFileSync(wheel)).digest('hex');
  if (checksum !== sha256) throw new Error(`the wheel of ${distribution} ${TENSORFLOW} is not the known one`);
  return wheel;
}

/** Gives the package's `deps` folder with libraries and headers, as tfjs-node lays it out. */
function unpack(wheel, root) {
  const unpacked = join(root, 'unpacked');
  run('unpacking the wheel', 'python3', ['-c', UNPACK, wheel, unpacked]);
  const deps = join(packageIn(root), 'deps');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(join(deps, 'lib'), { recursive: true });
  if (!existsSync(join(unpacked, 'tensorflow', 'libtensorflow_cc.so.2')))
    throw new Error(`${wheel} holds no libtensorflow_cc. Take a wheel of TensorFlow 2.12 or later`);
  renameSync(join(unpacked, 'tensorflow', 'include'), join(deps, 'include'));
  for (const place of readdirSync(unpacked)) {
    for (const name of readdirSync(join(unpacked, place)).filter((file) => file.includes('.so')))
      renameSync(join(unpacked, place, name), join(deps, 'lib', name));
  }
  for (const name of ['cc', 'framework']) {
    const library = `libtensorflow_${name}.so.2`;
    spawnSync('strip', ['--strip-unneeded', join(deps, 'lib', library)]); // a quarter smaller; works without
    symlinkSync(
      library,
      join(deps, 'lib', name === 'cc' ? 'libtensorflow.so' : 'libtensorflow_framework.so'),
    );
  }
  rmSync(unpacked, { recursive: true });
  if (dirname(wheel) === root) rmSync(wheel);
  return deps;
}

function compile(compiler, folder, deps) {
  const headers = join(dirname(projectRequire.resolve('node-api-headers/package.json')), 'include');
  const addon = join(folder, 'lib', 'napi-v8');
  mkdirSync(addon, { recursive: true });
  run(compiler, compiler, [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-w', '-DNAPI_VERSION=8'],
    ...[`-I${headers}`, `-I${join(deps, 'include')}`, `-I${dirname(folder)}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(folder, 'binding', file)),
    ...['-o', join(addon, 'tfjs_binding.node'), `-L${join(deps, 'lib')}`],
    ...['-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
  ]);
}
