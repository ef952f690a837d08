import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DebianRoot, debianRootMissing } from './fixtures/debian-root.js';

const scripts = [
  'deploy/install.sh',
  'deploy/mosquitto/make-certificates.sh',
  ...['postinst', 'prerm', 'postrm', 'hullprint.sh'].map((name) => `deploy/debian/${name}`),
];
const shellcheckMissing = process.env.CI !== 'true' && spawnSync('shellcheck', ['-V']).error !== undefined;
if (shellcheckMissing) console.log('skipped: shellcheck is not installed (Debian: shellcheck)');

test.skipIf(shellcheckMissing).each(scripts)('shellcheck has nothing to say of %s', (script) => {
  const { status, stdout } = spawnSync('shellcheck', [script], { encoding: 'utf8' });
  expect(status, stdout).toBe(0);
});

test.each([
  ['1-1.2:1.0', 'usb1-1_2'],
  ['3-2:1.0', 'usb3-2'],
  ['1-1.4.3.2.1:1.0', 'usb1-1_4_3_2_1'],
])('the udev rule calls the card at %s %s', (port, name) => {
  const program = readFileSync('deploy/60-hullprint.rules', 'utf8').match(
    /PROGRAM="\/bin\/sh -c '(.*)'"/,
  )![1]!;
  const { stdout } = spawnSync('sh', ['-c', program.replace('%b', port)], { encoding: 'utf8' });
  expect(stdout.trim()).toBe(name);
  expect(name.length).toBeLessThanOrEqual(15); // what ALSA takes
});

describe.skipIf(debianRootMissing)('install.sh on a bare Debian 12 with Node', () => {
  let root: DebianRoot;
  beforeAll(() => {
    root = DebianRoot.open('amd64');
    for (const path of [
      'package.json',
      'package-lock.json',
      'dist',
      'models',
      'docs',
      'scripts',
      'systemd',
      'deploy',
    ])
      cpSync(path, root.at(`/checkout/${path}`), { recursive: true });
    // This Node and its npm, with what it has downloaded before.
    const npm = realpathSync(spawnSync('which', ['npm'], { encoding: 'utf8' }).stdout.trim());
    cpSync(process.execPath, root.at('/usr/bin/node'));
    cpSync(dirname(dirname(npm)), root.at('/usr/lib/node_modules/npm'), { recursive: true });
    root.write('/usr/bin/npm', '#!/bin/sh\nexec node /usr/lib/node_modules/npm/bin/npm-cli.js "$@"\n', 0o755);
    mkdirSync(root.at('/root/.npm'), { recursive: true });
    root.bind(join(homedir(), '.npm'), '/root/.npm');
    for (const file of ['/etc/resolv.conf', '/etc/hosts']) root.write(file, readFileSync(file, 'utf8'));
    if (existsSync(join(homedir(), '.npmrc')))
      root.write('/root/.npmrc', readFileSync(join(homedir(), '.npmrc'), 'utf8'));
    root.write('/root/.npmrc', 'prefer-offline=true\n', 0o600, 'a');
  }, 300_000);
  afterAll(() => root?.close());

  const installs = (...args: string[]) => {
    const { code, stdout, stderr } = root.run(['sh', '/checkout/deploy/install.sh', ...args]);
    expect(code, stderr).toBe(0);
    return stdout;
  };
  const there = (path: string) => existsSync(root.at(path));

  test('--dry-run tells what it would do and does nothing', () => {
    expect(installs('--dry-run')).toMatch(
      /would run: useradd[\s\S]*would write: \/usr\/local\/bin\/hullprint/,
    );
    for (const path of ['/usr/local/bin/hullprint', '/etc/hullprint', '/var/lib/hullprint'])
      expect(there(path), path).toBe(false);
    expect(root.run(['id', 'hullprint']).code).not.toBe(0);
  });

  test('installs a program that works, its user, configuration and service', () => {
    installs();
    expect(root.run(['hullprint', 'doctor']).stdout).toMatch(/✓ model siamese/);
    expect(root.run(['id', '-nG', 'hullprint']).stdout).toMatch(/audio/);
    const unit = readFileSync(root.at('/etc/systemd/system/hullprint.service'), 'utf8');
    expect(unit).toMatch(/^ExecStart=\/usr\/local\/bin\/hullprint run/m);
    expect(there('/usr/local/lib/hullprint/node_modules/typescript')).toBe(false);
  });

  test('run again it keeps the configuration that was edited', () => {
    appendFileSync(root.at('/etc/hullprint/hullprint.yaml'), '# my jetty\n');
    writeFileSync(root.at('/var/lib/hullprint/learnt'), 'for years');
    installs();
    expect(readFileSync(root.at('/etc/hullprint/hullprint.yaml'), 'utf8')).toMatch(/# my jetty\n$/);
    expect(root.run(['hullprint', 'config', 'check']).code).toBe(0);
  });

  test('--uninstall keeps data, --purge takes it', () => {
    installs('--uninstall');
    expect(there('/usr/local/bin/hullprint') || there('/usr/local/lib/hullprint')).toBe(false);
    expect(there('/var/lib/hullprint/learnt') && there('/etc/hullprint/hullprint.yaml')).toBe(true);
    installs('--uninstall', '--purge');
    expect(there('/var/lib/hullprint') || there('/etc/hullprint')).toBe(false);
    expect(root.run(['id', 'hullprint']).code).not.toBe(0);
  });
});
