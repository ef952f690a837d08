/** TensorFlow's library and C headers, out of the wheel that Python installs it from. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { answers, nativeError, run } from './native-error.js';

const TENSORFLOW = '2.15.1';
/** By `process.arch`: what pip calls the machine, the wheel that holds libtensorflow for it, and its SHA-256. */
const WHEELS: Partial<Record<string, { machine: string; distribution: string; sha256: string }>> = {
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
/** A wheel is a zip file, which Node cannot read and Python can. */
const UNPACK = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist()
        if name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
        or '.libs/' in name
        or name.startswith('tensorflow/include/') and name.endswith('.h') and ('/c/' in name or '/platform/ctstring' in name)])
`;

/** Downloads the wheel of PyPI that fits this machine into `folder`, about 200 MB. Throws HullprintError (69). */
export function downloadWheel(folder: string): string {
  const wheel = WHEELS[process.arch];
  if (!wheel)
    throw nativeError(
      `PyPI has no TensorFlow for ${process.arch}`,
      'Name a wheel of TensorFlow 2.12 or later with --wheel.',
    );
  if (!answers('python3', ['-m', 'pip']))
    throw nativeError('python3 has no pip', 'Install it: sudo apt-get install python3-pip');
  const platforms = ['manylinux2014', 'manylinux_2_17'].map((name) => `${name}_${wheel.machine}`);
  run('pip download', 'python3', [
    ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder],
    ...['--implementation', 'cp', '--python-version', '3.11'],
    ...platforms.flatMap((platform) => ['--platform', platform]),
    `${wheel.distribution}==${TENSORFLOW}`,
  ]);
  const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.whl'))!);
  const checksum = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (checksum !== wheel.sha256)
    throw nativeError(`the wheel of ${wheel.distribution} ${TENSORFLOW} is not the known one`, 'Try again.');
  return path;
}

/** Lays libraries and headers into `deps`, as tfjs-node has them. Throws HullprintError (69). */
export function unpackWheel(wheel: string, deps: string, scratch: string): void {
  if (!answers('python3'))
    throw nativeError('python3 is missing', 'Install it: sudo apt-get install python3');
  const unpacked = join(scratch, 'unpacked');
  run('unpacking the wheel', 'python3', ['-c', UNPACK, wheel, unpacked]);
  if (!existsSync(join(unpacked, 'tensorflow', 'libtensorflow_cc.so.2')))
    throw nativeError('it holds no libtensorflow_cc', 'Take a wheel of TensorFlow 2.12 or later.', wheel);
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(join(deps, 'lib'), { recursive: true });
  renameSync(join(unpacked, 'tensorflow', 'include'), join(deps, 'include'));
  for (const place of readdirSync(unpacked)) {
    for (const name of readdirSync(join(unpacked, place)).filter((file) => file.includes('.so')))
      renameSync(join(unpacked, place, name), join(deps, 'lib', name));
  }
  for (const [name, link] of [
    ['libtensorflow_cc.so.2', 'libtensorflow.so'],
    ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
  ] as const) {
    spawnSync('strip', ['--strip-unneeded', join(deps, 'lib', name)]); // a quarter smaller; works without
    symlinkSync(name, join(deps, 'lib', link));
  }
  rmSync(unpacked, { recursive: true });
}
