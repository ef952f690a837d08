import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../src/version.js';
import { rumbleModel } from '../fixtures/rumble-model.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { configuration, hullprint } from './fixtures/hullprint.js';
import { freePort, Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';

interface Finding {
  subject: string;
  state: 'good' | 'note' | 'bad';
  says: string;
  mend?: string;
}

async function examine(config: object): Promise<{ code: number | null; findings: Finding[] }> {
  const { code, stdout, stderr } = await hullprint(['doctor', '--json', '-c', configuration(config)]);
  expect(stderr).toBe('');
  return { code, findings: JSON.parse(stdout) as Finding[] };
}

test('help names every command, and each has a help of its own', async () => {
  const { code, stdout } = await hullprint(['--help']);
  expect(code).toBe(0);
  const names = [...stdout.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name!);
  expect(names).toEqual(
    expect.arrayContaining([
      'run',
      'demo',
      'devices',
      'doctor',
      'config',
      'classify',
      'levels',
      'demon',
      'render',
      'evaluate',
      'evaluate-demon',
    ]),
  );
  for (const name of names.filter((each) => each !== 'help')) {
    const own = await hullprint([name, '--help']);
    expect(own.code).toBe(0);
    expect(own.stdout).toContain(`Usage: hullprint ${name}`);
  }
  expect((await hullprint(['--version'])).stdout).toBe(`${version}\n`);
});

test('devices --json lists inputs with name and rate', async () => {
  const { code, stdout } = await hullprint(['devices', '--json']);
  expect(code).toBe(0);
  for (const device of JSON.parse(stdout)) {
    expect(device).toMatchObject({ name: expect.any(String), defaultSampleRateHz: expect.any(Number) });
    expect(device.inputChannels).toBeGreaterThan(0);
  }
});

test('config schema is a JSON Schema that takes the example and refuses an unknown key', async () => {
  const { code, stdout } = await hullprint(['config', 'schema']);
  expect(code).toBe(0);
  const validate = new Ajv2020({ validateFormats: false }).compile(JSON.parse(stdout) as object);
  const example = parse(readFileSync('deploy/hullprint.yaml', 'utf8')) as object;
  expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...example, colour: 'blue' })).toBe(false);
});

test('config check says of the example that it is good', async () => {
  const { code, stdout } = await hullprint(['config', 'check', '-c', 'deploy/hullprint.yaml']);
  expect(stdout).toBe('deploy/hullprint.yaml is good: node jetty-1, channels north, south\n');
  expect(code).toBe(0);
});

test('config check finds what the daemon would stumble over', async () => {
  const config = (source: string) => configuration({ node: 'pier', channels: [{ name: 'north', source }] });
  const { code, stderr } = await hullprint(['config', 'check', '-c', config('stdin:')]);
  expect(stderr).toMatch(/^hullprint: [^\n]*channel north[^\n]*sample rate[^\n]*\n$/);
  expect(code).toBe(78);
});

test.skipIf(mosquittoMissing)('a doctor finds nothing bad where all is well', async () => {
  const broker = await Mosquitto.start('secret');
  const passwordFile = join(temporaryFolder(), 'password');
  writeFileSync(passwordFile, 'secret\n');
  const { code, findings } = await examine({
    node: 'pier',
    stateFolder: temporaryFolder(),
    model: await rumbleModel(),
    mqtt: { url: broker.url, username: broker.username, passwordFile },
    channels: [{ name: 'north', source: 'simulate:quiet' }],
  });
  expect(findings.filter(({ state }) => state === 'bad')).toEqual([]);
  expect(findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ subject: 'model rumble', state: 'good' }),
      expect.objectContaining({ subject: 'backend wasm', state: 'good' }),
      expect.objectContaining({ subject: `broker ${broker.url}`, state: 'good' }),
      expect.objectContaining({ subject: 'disk', state: 'good' }),
    ]),
  );
  expect(code).toBe(0);
});

test('a doctor names the one backend that networks run on, and what keeps each better one away', async () => {
  const { findings } = await examine({
    node: 'pier',
    stateFolder: temporaryFolder(),
    channels: [{ name: 'north', source: 'simulate:quiet' }],
  });
  const rungs = findings.filter(({ subject }) => subject.startsWith('backend '));
  expect(rungs.map(({ subject }) => subject)).toEqual(['backend native', 'backend webgpu', 'backend wasm']);
  const first = rungs.findIndex(({ says }) => says.endsWith('networks run here'));
  expect(rungs[first]!.state).toBe('good');
  for (const better of rungs.slice(0, first)) {
    expect(better).toMatchObject({ state: 'note', says: expect.any(String), mend: expect.any(String) });
  }
  for (const worse of rungs.slice(first + 1)) expect(worse.says).not.toMatch('networks run here');
});

test('a doctor makes no state folder, which would belong to who asked', async () => {
  const stateFolder = join(temporaryFolder(), 'var', 'hullprint');
  const { findings } = await examine({
    node: 'pier',
    stateFolder,
    channels: [{ name: 'north', source: 'simulate:quiet' }],
  });
  expect(findings).toContainEqual({
    subject: `state folder ${stateFolder}`,
    state: 'good',
    says: 'the daemon will make the database',
  });
  expect(existsSync(dirname(stateFolder))).toBe(false);
});

test('a doctor names all that is bad at once, each with its mend, and exits with 69', async () => {
  const stateFolder = join(temporaryFolder(), 'state');
  writeFileSync(stateFolder, 'a file');
  const url = `mqtt://127.0.0.1:${await freePort()}`;
  const { code, findings } = await examine({
    node: 'pier',
    stateFolder,
    model: 'parrot',
    mqtt: { url },
    channels: [{ name: 'north', source: 'portaudio:No Such Hydrophone' }],
  });
  const bad = findings.filter(({ state }) => state === 'bad');
  expect(bad.map(({ subject }) => subject)).toEqual([
    'portaudio:No Such Hydrophone',
    'model parrot',
    `broker ${url}`,
    `state folder ${stateFolder}`,
  ]);
  for (const { says, mend } of bad) {
    expect(says).toMatch(/\w/);
    expect(mend).toMatch(/\w/);
  }
  expect(code).toBe(69);
});
