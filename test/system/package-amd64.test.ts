import { appendFileSync, copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { debianPackage, otherVersion } from './fixtures/debian-package.js';
import { DebianRoot, debianRootMissing } from './fixtures/debian-root.js';
import { hullprint } from './fixtures/hullprint.js';
import { expectGlibcOfJetPack } from './fixtures/native-parts.js';

const minutes = 60_000;
const configuration = '/etc/hullprint/hullprint.yaml';

describe.skipIf(debianRootMissing)('the amd64 package on a bare Debian 12', () => {
  let root: DebianRoot;
  let deb: string;
  beforeAll(() => {
    deb = debianPackage('amd64');
    root = DebianRoot.open('amd64');
    copyFileSync(deb, root.at('/tmp/hullprint.deb'));
  }, 10 * minutes);
  afterAll(() => root?.close());

  /** What a command in the root prints; it must succeed. */
  const printed = (...command: string[]) => {
    const { code, stdout, stderr } = root.run(command);
    expect(code, stderr).toBe(0);
    return stdout;
  };

  test('installs without a question and makes user, folders, configuration and service', () => {
    printed('dpkg', '--force-unsafe-io', '-i', '/tmp/hullprint.deb');
    expect(printed('id', 'hullprint')).toMatch(/\(audio\).*\(video\)|\(video\).*\(audio\)/);
    expect(printed('stat', '-c', '%U %a', '/var/lib/hullprint')).toBe('hullprint 750\n');
    expect(printed('hullprint', 'config', 'check')).toContain(configuration);
    expect(existsSync(root.at('/usr/lib/systemd/system/hullprint.service'))).toBe(true);
    expect(existsSync(root.at('/usr/lib/udev/rules.d/60-hullprint.rules'))).toBe(true);
  });

  test('brings its own Node, and no file of developers', () => {
    expect(existsSync(root.at('/usr/bin/node'))).toBe(false);
    const files = printed('dpkg', '-L', 'hullprint').split('\n');
    expect(files).toContain('/usr/lib/hullprint/bin/node');
    // The sources of tfjs-node are there on purpose: `hullprint native install` compiles them.
    const running = files.filter((path) => !path.startsWith('/usr/lib/hullprint/native/tfjs-node/'));
    expect(running.length).toBeLessThan(files.length);
    const developers = /\.(ts|map|cc|gyp)$|\/(typescript|vitest)\/|darwin|win32|arm64/;
    expect(running.filter((path) => developers.test(path))).toEqual([]);
    expect(statSync(deb).size).toBeLessThan(80e6);
  });

  test('asks for no newer C library than that of JetPack 6', () => {
    expectGlibcOfJetPack(root.at('/usr/lib/hullprint'));
  });

  test('doctor finds nothing to mend', () => {
    const report = printed('hullprint', 'doctor');
    expect(report).toMatch(/package ffmpeg: missing/);
    expect(report).not.toMatch(/[–✗] package (?!ffmpeg)/);
    expect(report).toMatch(/✓ model siamese: self-test passed/);
    expect(report).toMatch(/sound devices: none with an input/);
    expect(report).not.toMatch(/✗/);
  });

  test('classify gives the verdicts of the working tree', async () => {
    const ship = recording([harbourSamples(60, [{ size: 'big', closestSeconds: 30 }])], 'ship.wav');
    const sea = recording([harbourSamples(20, [], 2)], 'sea.wav');
    for (const path of [ship, sea]) copyFileSync(path, root.at(join('/tmp', path.split('/').at(-1)!)));
    const verdicts = (text: string) =>
      (JSON.parse(text) as { recordings: { verdict: string }[] }).recordings.map(({ verdict }) => verdict);
    const here = await hullprint(['classify', '--json', ship, sea]);
    const there = printed('hullprint', 'classify', '--json', '/tmp/ship.wav', '/tmp/sea.wav');
    expect(verdicts(there)).toEqual(verdicts(here.stdout));
  });

  test('an upgrade keeps a configuration that was edited, and asks nothing though the new example differs', () => {
    appendFileSync(root.at(configuration), '# my jetty\n');
    const newer = otherVersion(deb, '99.0.0', (unpacked) =>
      appendFileSync(join(unpacked, 'usr/share/hullprint/hullprint.yaml'), '# new example\n'),
    );
    copyFileSync(newer, root.at('/tmp/newer.deb'));
    writeFileSync(root.at('/var/lib/hullprint/learnt'), 'for years');
    printed('dpkg', '--force-unsafe-io', '-i', '/tmp/newer.deb');
    expect(printed('dpkg-query', '-W', 'hullprint')).toContain('99.0.0');
    expect(readFileSync(root.at(configuration), 'utf8')).toMatch(/# my jetty\n$/);
    expect(readFileSync(root.at('/usr/share/hullprint/hullprint.yaml'), 'utf8')).toMatch(/# new example\n$/);
    expect(readFileSync(root.at('/var/lib/hullprint/learnt'), 'utf8')).toBe('for years');
  });

  test('going back to the older version works as well', () => {
    printed('dpkg', '--force-unsafe-io', '-i', '/tmp/hullprint.deb');
    expect(printed('hullprint', '--version')).not.toContain('99.0.0');
    expect(readFileSync(root.at(configuration), 'utf8')).toMatch(/# my jetty\n$/);
  });

  test('removing keeps data and configuration, purging takes both', () => {
    printed('dpkg', '-r', 'hullprint');
    expect(existsSync(root.at('/usr/lib/hullprint'))).toBe(false);
    expect(readFileSync(root.at('/var/lib/hullprint/learnt'), 'utf8')).toBe('for years');
    expect(readFileSync(root.at(configuration), 'utf8')).toMatch(/# my jetty\n$/);
    printed('dpkg', '-P', 'hullprint');
    for (const path of ['/var/lib/hullprint', '/var/cache/hullprint', '/etc/hullprint'])
      expect(existsSync(root.at(path)), path).toBe(false);
    expect(root.run(['id', 'hullprint']).code).not.toBe(0);
  });
});
