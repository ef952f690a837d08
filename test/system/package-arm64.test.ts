import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTinyNetwork } from '../embedding/fixtures/tiny-network.js';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { debianPackage } from './fixtures/debian-package.js';
import { arm64RootMissing, DebianRoot } from './fixtures/debian-root.js';
import { configuration, hullprint } from './fixtures/hullprint.js';
import { expectGlibcOfJetPack, nativeParts } from './fixtures/native-parts.js';

const minutes = 60_000;
const program = resolve('test/system/fixtures/embeddings.mjs');

interface Embeddings {
  shipped: number[][];
  network: number[][];
}

describe.skipIf(arm64RootMissing)('the arm64 package on a Debian 12 of that machine', () => {
  let root: DebianRoot;
  beforeAll(() => {
    const deb = debianPackage('arm64');
    root = DebianRoot.open('arm64');
    copyFileSync(deb, root.at('/tmp/hullprint.deb'));
    const installed = root.run(['dpkg', '--force-unsafe-io', '-i', '/tmp/hullprint.deb']);
    expect(installed.code, installed.stderr).toBe(0);
  }, 15 * minutes);
  afterAll(() => root?.close());

  const printed = (...command: string[]) => {
    const { code, stdout, stderr } = root.run(command);
    expect(code, stderr).toBe(0);
    return stdout;
  };

  test('is of that machine through and through', () => {
    const home = '/usr/lib/hullprint';
    expect(printed(`${home}/bin/node`, '-p', 'process.arch')).toBe('arm64\n');
    for (const file of nativeParts(root.at(home)))
      expect(execFileSync('od', ['-An', '-tx1', '-j18', '-N2', file], { encoding: 'utf8' }), file).toBe(
        ' b7 00\n',
      );
  });

  test('asks for no newer C library than that of JetPack 6', () => {
    expectGlibcOfJetPack(root.at('/usr/lib/hullprint'));
  });

  test('doctor finds nothing to mend', () => {
    const report = printed('hullprint', 'doctor');
    expect(report).toMatch(/✓ model siamese: self-test passed on wasm \(arm64 \(WebAssembly SIMD\)\)/);
    expect(report).toMatch(/✓ backend wasm/);
    expect(report).not.toMatch(/✗/);
  });

  test('naudiodon loads there and lists the devices', () => {
    root.write('/root/.asoundrc', 'pcm.hydrophone { type null }\n');
    const devices = JSON.parse(printed('hullprint', 'devices', '--json')) as { name: string }[];
    expect(devices.map(({ name }) => name)).toContain('hydrophone');
  });

  test('a recording gets the verdict that it gets on x64', async () => {
    const ship = recording([harbourSamples(60, [{ size: 'big', closestSeconds: 30 }])], 'ship.wav');
    const sea = recording([harbourSamples(20, [], 2)], 'sea.wav');
    for (const path of [ship, sea]) copyFileSync(path, root.at(join('/tmp', basename(path))));
    const heard = (text: string) =>
      (JSON.parse(text).recordings as { verdict: string; confidence: number }[]).map(
        ({ verdict, confidence }) => ({ verdict, confidence: expect.closeTo(confidence, 3) }),
      );
    const here = await hullprint(['classify', '--json', ship, sea]);
    const there = printed('hullprint', 'classify', '--json', '/tmp/ship.wav', '/tmp/sea.wav');
    expect(JSON.parse(there).recordings).toMatchObject(heard(here.stdout));
  });

  test('its embeddings are those of x64 to a thousandth, of the shipped model and of a network on wasm', async () => {
    const ship = recording([harbourSamples(30, [{ size: 'small', closestSeconds: 15 }])], 'near.wav');
    const network = join(temporaryFolder(), 'network');
    await writeTinyNetwork(network);
    copyFileSync(ship, root.at('/tmp/near.wav'));
    copyFileSync(program, root.at('/tmp/embeddings.mjs'));
    cpSync(network, root.at('/tmp/network'), { recursive: true });
    const run = (command: string, args: string[]) =>
      JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as Embeddings;
    const here = run(process.execPath, [program, resolve('dist'), ship, network]);
    const there = JSON.parse(
      printed(
        '/usr/lib/hullprint/bin/node',
        ...['/tmp/embeddings.mjs', '/usr/lib/hullprint/dist', '/tmp/near.wav', '/tmp/network'],
      ),
    ) as Embeddings;
    expect(here.shipped.length).toBeGreaterThan(8);
    for (const kind of ['shipped', 'network'] as const) {
      expect(there[kind]).toHaveLength(here[kind].length);
      expect(greatestDifference(there[kind], here[kind])).toBeLessThan(1e-3);
    }
  });

  test('the simulator writes the bytes that it writes on x64', async () => {
    const scenario = configuration({
      seed: 'strait',
      durationSeconds: 4,
      hydrophones: [{ name: 'pier', depthM: 10, recorder: 'drawn' }],
      passages: [{ vesselType: 'tug', closestApproachSeconds: 2, closestApproachM: 80, knocks: true }],
      sounds: [{ kind: 'shrimp' }, { kind: 'rain' }],
    });
    copyFileSync(scenario, root.at('/tmp/strait.yaml'));
    const here = join(temporaryFolder(), 'strait');
    expect((await hullprint(['simulate', scenario, '-o', here])).code).toBe(0);
    printed('hullprint', 'simulate', '/tmp/strait.yaml', '-o', '/tmp/strait');
    for (const file of ['pier.wav', 'truth.csv', 'ais.nmea'])
      expect(readFileSync(root.at(`/tmp/strait/${file}`)).equals(readFileSync(join(here, file))), file).toBe(
        true,
      );
  });

  test('leaves nothing when it is purged', () => {
    printed('dpkg', '-P', 'hullprint');
    expect(existsSync(root.at('/usr/lib/hullprint'))).toBe(false);
  });
});

function greatestDifference(one: number[][], other: number[][]): number {
  const differences = one.flatMap((row, at) =>
    row.map((value, column) => Math.abs(value - other[at]![column]!)),
  );
  return Math.max(...differences);
}
