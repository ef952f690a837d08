import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { renewKeys } from '../src/config/earlier-keys.js';
import { loadSecrets } from '../src/config/secrets.js';
import { loadConfig, parseConfig } from '../src/config.js';
import { ExitCode, type HullprintError } from '../src/errors.js';

const minimal = 'node: jetty\nchannels:\n  - name: north\n    source: simulate:harbour\n';

function refusal(read: () => unknown): HullprintError {
  try {
    read();
  } catch (error) {
    return error as HullprintError;
  }
  throw new Error('it was not refused');
}

test('the example in deploy/ is a good configuration', () => {
  const config = loadConfig('deploy/hullprint.yaml');
  expect(config.channels.map(({ name, input }) => [name, input])).toEqual([
    ['north', 1],
    ['south', 2],
  ]);
  expect(config.channels[0]!.calibration).toEqual({ sensitivityDb: -180, gainDb: 20, fullScaleVolts: 1 });
});

test('node and channels are enough; the rest has defaults', () => {
  const config = parseConfig(minimal, 'x.yaml');
  expect(config).toMatchObject({
    model: 'siamese',
    compute: { backend: 'auto' },
    mqtt: { version: 5, embeddedPort: 1883 },
    channels: [{ name: 'north', input: 1, realtime: false }],
  });
});

test.each([
  ['an unknown key', `${minimal}colour: blue\n`, /colour/],
  [
    'an unknown key of a channel',
    minimal.replace('source', 'sauce'),
    /channels\.0.*sauce|channels\.0\.source/,
  ],
  ['a channel name that cannot be part of a topic', minimal.replace('north', 'a/b'), /channels\.0\.name/],
  [
    'two channels of one name',
    `${minimal}  - name: north\n    source: "stdin:"\n`,
    /two channels are called north/,
  ],
  ['text that is not YAML', 'node: [', /line 1|Flow sequence/],
  ['a broker that is no URL', `${minimal}mqtt:\n  url: broker.example\n`, /mqtt\.url/],
  ['a broker without a host', `${minimal}mqtt:\n  url: "mqtt://"\n`, /mqtt\.url/],
  ['a port that cannot be', `${minimal}mqtt:\n  url: mqtt://broker:99999\n`, /mqtt\.url/],
  ['a version that is none', `${minimal}mqtt:\n  version: 3\n`, /mqtt\.version: 5 or "3\.1\.1"/],
  ['a base topic with an empty level', `${minimal}mqtt:\n  baseTopic: sea//jetty\n`, /mqtt\.baseTopic/],
  ['a base topic that is hidden', `${minimal}mqtt:\n  baseTopic: $sea\n`, /mqtt\.baseTopic/],
  [
    'certificates for an address that does not encrypt',
    `${minimal}mqtt:\n  url: mqtt://broker\n  tls:\n    ca: ca.pem\n`,
    /mqtt\.tls: mqtt:\/\/ does not encrypt/,
  ],
  [
    'a low-cut of a recorder that is estimated',
    `${minimal}    recorderLowCut: 100\n`,
    /channels\.0\.recorderLowCut: goes with a recorderTilt that is a number/,
  ],
  [
    'a low-cut of a recorder that is left as it is',
    `${minimal}    recorderTilt: off\n    recorderLowCut: 100\n`,
    /channels\.0\.recorderLowCut: goes with a recorderTilt that is a number/,
  ],
  [
    'a low-cut beyond what classify takes',
    `${minimal}    recorderTilt: 0\n    recorderLowCut: 1001\n`,
    /channels\.0\.recorderLowCut: .*1000/,
  ],
  ['an empty file', '# nothing yet\n', /it is empty.*deploy/],
])('%s is refused with exit code 78, where it is and how to mend it', (_what, text, where) => {
  const error = refusal(() => parseConfig(text, 'hullprint.yaml'));
  expect(error.exitCode).toBe(ExitCode.configuration);
  expect(error.message).toMatch(where);
  expect(error.message).toContain('hullprint.yaml');
  expect(error.message).not.toContain('\n');
});

test('a recorder may be pinned with a tilt and a low-cut', () => {
  const pinned = `${minimal}    recorderTilt: -2.35\n    recorderLowCut: 100\n`;
  expect(parseConfig(pinned, 'x.yaml').channels[0]).toMatchObject({
    recorderTilt: -2.35,
    recorderLowCut: 100,
  });
});

test('a configuration that is not there is refused with exit code 66', () => {
  expect(refusal(() => loadConfig('/nowhere/hullprint.yaml')).exitCode).toBe(ExitCode.noInput);
});

test('the password comes from its file, without the line end', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hullprint-')), 'password');
  writeFileSync(file, 'secret\n');
  const config = parseConfig(`${minimal}mqtt:\n  passwordFile: ${file}\n`, 'x.yaml');
  expect(loadSecrets(config).password).toBe('secret');
});

test('a key that is none is told at once, with its key', () => {
  const tls = 'mqtt:\n  url: mqtts://broker\n  tls:\n    key: package.json\n';
  const error = refusal(() => loadSecrets(parseConfig(`${minimal}${tls}`, 'x.yaml')));
  expect(error.exitCode).toBe(ExitCode.configuration);
  expect(error.message).toMatch(/mqtt\.tls: OpenSSL cannot use it.*PEM/);
});

test('a password file that cannot be read is named with its key', () => {
  const config = parseConfig(`${minimal}mqtt:\n  passwordFile: /nowhere/password\n`, 'x.yaml');
  const error = refusal(() => loadSecrets(config));
  expect(error.exitCode).toBe(ExitCode.configuration);
  expect(error.message).toContain('mqtt.passwordFile');
  expect(error.message).toContain('/nowhere/password cannot be read: no such file');
});

const configurations = 'test/fixtures/configurations';

test('there is a configuration of this version and of the last three releases', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const released = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## \[(\d[^\]]*)\]/gm)].map(
    ([, each]) => each,
  );
  for (const each of [version, ...released.slice(0, 3)])
    expect(existsSync(`${configurations}/${each}.yaml`), each).toBe(true);
});

test.each(readdirSync(configurations))(
  '%s still loads; each key of an earlier hullprint is named',
  (file) => {
    const warnings: string[] = [];
    loadConfig(`${configurations}/${file}`, (warning) => warnings.push(warning));
    const earlier = file.startsWith('before') ? ['channels.0.compression', 'channels.1.compression'] : [];
    expect(
      warnings.map(
        (warning) => /yaml: (\S+) is a key of an earlier hullprint: leave it out/.exec(warning)?.[1],
      ),
    ).toEqual(earlier);
  },
);

test('an old key is read as the new one, unless that is there too; the line names it', () => {
  const keys = [{ path: ['broker', 'address'], now: ['mqtt', 'url'], mend: 'it is mqtt.url now' }];
  const document = parseDocument('broker: { address: mqtt://a }');
  expect(renewKeys(document, keys)).toEqual([
    'broker.address is a key of an earlier hullprint: it is mqtt.url now',
  ]);
  expect(document.toJS()).toEqual({ broker: {}, mqtt: { url: 'mqtt://a' } });
  const both = parseDocument('{ broker: { address: mqtt://a }, mqtt: { url: mqtt://b } }');
  expect(renewKeys(both, keys)).toHaveLength(1);
  expect(both.toJS().mqtt).toEqual({ url: 'mqtt://b' });
  expect(renewKeys(parseDocument('node: x'), keys)).toEqual([]);
});

test.each([
  ['file:sea.wav', { listenMinutes: 1, everyMinutes: 5 }, /channels\.0\.dutyCycle: only a device/],
  [
    'portaudio:USB',
    { listenMinutes: 5, everyMinutes: 5 },
    /dutyCycle\.listenMinutes: less than everyMinutes/,
  ],
  ['portaudio:USB', { listenMinutes: 0, everyMinutes: 5 }, /dutyCycle\.listenMinutes/],
  ['portaudio:USB', { listenMinutes: 5, everyMinutes: 1441 }, /dutyCycle\.everyMinutes/],
])('a duty cycle that cannot be is refused: %s %o', (source, dutyCycle, where) => {
  const text = JSON.stringify({ node: 'jetty', channels: [{ name: 'north', source, dutyCycle }] });
  expect(refusal(() => parseConfig(text, 'x.yaml')).message).toMatch(where);
});
