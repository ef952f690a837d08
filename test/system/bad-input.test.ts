import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { wavBytes } from '../capture/wav-bytes.js';
import { HARBOUR_RATE_HZ, harbourSamples, pcm16, recording } from '../fixtures/harbour-recording.js';
import { rumbleModel } from '../fixtures/rumble-model.js';
import { subscribe } from '../publish/subscriber.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { configuration, hullprint, main, type Outcome, RunningDaemon } from './fixtures/hullprint.js';
import { freePort, Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, mqttAt } from './fixtures/pier.js';

/** One line that says what, where and how to mend it; nothing on stdout; no stack. */
function expectOneLine({ code, stdout, stderr }: Outcome, exitCode: number, says: RegExp): void {
  expect(stderr).toMatch(/^hullprint: [^\n]+\n$/);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
  expect(stdout).toBe('');
  expect(code).toBe(exitCode);
}

function file(name: string, content: Buffer | string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

const second = [...harbourSamples(1, [])];

test.each<[what: string, path: () => string, exitCode: number, says: RegExp]>([
  [
    'text named .wav',
    () => file('text.wav', 'Dear diary, the sea was calm.'),
    65,
    /text\.wav: it is not a WAV/,
  ],
  ['an empty file', () => file('empty.wav', ''), 65, /empty\.wav: the file is empty/],
  ['a WAV without samples', () => file('none.wav', wavBytes([])), 65, /none\.wav: it holds no samples/],
  [
    'a WAV cut off in its header',
    () => file('head.wav', wavBytes(second).subarray(0, 30)),
    65,
    /head\.wav: it ends/,
  ],
  [
    'a sample rate that no hydrophone has',
    () => file('slow.wav', wavBytes(second, { sampleRateHz: 4000 })),
    65,
    /slow\.wav: its sample rate is 4000 Hz.*8000/,
  ],
  [
    'samples that are not numbers',
    () => file('nan.wav', wavBytes([...second, Number.NaN], { bits: 32, float: true })),
    65,
    /nan\.wav: sample 16000 is not a number/,
  ],
  [
    'too little sound',
    () => file('blip.wav', wavBytes(second.slice(0, 100))),
    65,
    /blip\.wav: it is too short/,
  ],
  ['a file that is not there', () => '/nowhere/sea.wav', 66, /\/nowhere\/sea\.wav: no such file/],
  ['a folder', () => temporaryFolder(), 66, /it is a folder/],
])('%s is told in one line, with its exit code', async (_what, path, exitCode, says) => {
  expectOneLine(await hullprint(['levels', path()]), exitCode, says);
});

test('a recording that was cut off is used as far as it goes, and said to be cut off', async () => {
  const whole = wavBytes([...second, ...second, ...second]);
  const path = file('cut.wav', whole.subarray(0, whole.length / 2));
  const { code, stdout, stderr } = await hullprint(['levels', path]);
  expect(stderr).toMatch(/^hullprint: .*cut\.wav is cut off: [^\n]+\n$/);
  expect(stdout).toContain('dB re full scale');
  expect(code).toBe(0);
});

test('bad recordings are told, each in its line, and cost the others nothing', async () => {
  const [good, text] = [recording([harbourSamples(5, [])], 'sea.wav'), file('text.wav', 'Dear diary')];
  const files = [text, good, '/nowhere/sea.wav', good];
  const { code, stdout, stderr } = await hullprint(['classify', '--model', await rumbleModel(), ...files]);
  expect(stdout).toMatch(/^(sea\.wav: no ship .*\n){2}$/);
  expect(stderr).toMatch(/^hullprint: .*text\.wav: .*\nhullprint: .*\/nowhere\/sea\.wav: .*\n$/);
  expect(code).toBe(66);
});

test.each([
  ['an unknown command', ['lissen'], /unknown command 'lissen'.*hullprint --help/],
  ['an unknown option', ['levels', '--loud', 'sea.wav'], /unknown option '--loud'.*hullprint levels --help/],
  ['a missing argument', ['levels'], /missing required argument 'file'/],
  ['an input that is no number', ['levels', '--input', 'left', 'sea.wav'], /Inputs count from 1/],
  ['half a calibration', ['levels', '--sensitivity', '-180', 'sea.wav'], /--sensitivity alone.*Give both/],
  ['a gain alone', ['levels', '--gain', '20', 'sea.wav'], /--gain alone.*Give both/],
  [
    'a sensitivity without its sign',
    ['levels', '--sensitivity', '180', '--full-scale', '1', 'sea.wav'],
    /'180' is invalid\. It is below 0/,
  ],
  ['two forms of output', ['classify', '--json', '--csv', 'sea.wav'], /--json' cannot be used with .*--csv'/],
])('%s is told with exit code 64', async (_what, args, says) => {
  expectOneLine(await hullprint(args), 64, says);
});

test('an input that the recording lacks is told with exit code 64', async () => {
  const path = recording([harbourSamples(1, [])]);
  expectOneLine(await hullprint(['levels', path, '--input', '3']), 64, /input 3 of .*it has 1 input/);
});

test('a picture that cannot be written is told with exit code 73', async () => {
  const path = recording([harbourSamples(2, [])]);
  expectOneLine(await hullprint(['render', path, '-o', '/nowhere/a.png']), 73, /\/nowhere\/a\.png.*folder/);
  expectOneLine(await hullprint(['render', path, '-o', temporaryFolder()]), 73, /it is a folder/);
  expectOneLine(await hullprint(['render', path, '-o', 'a.jpg']), 64, /pictures are PNG, not jpg/);
});

test('a disk too full for the output is told with exit code 74', async () => {
  const full = openSync('/dev/full', 'w');
  const path = recording([harbourSamples(1, [])]);
  const stdio = ['ignore', full, 'pipe'] as const;
  const { status, stderr } = spawnSync(process.execPath, [main, 'levels', path], { stdio: [...stdio] });
  closeSync(full);
  expect(String(stderr)).toMatch(/^hullprint: cannot write standard output: the disk is full[^\n]+\n$/);
  expect(status).toBe(74);
});

test('a model that is not there is told with exit code 66', async () => {
  const path = recording([harbourSamples(1, [])]);
  expectOneLine(await hullprint(['classify', '--model', 'parrot', path]), 66, /find model parrot/);
});

test('--debug adds where it happened', async () => {
  const { stderr } = await hullprint(['levels', '/nowhere/sea.wav', '--debug']);
  expect(stderr).toMatch(/no such file[\s\S]*\n +at /);
});

/** A configuration with the broker of its own on a free port. */
async function alone(changes: object = {}, channel: object = {}) {
  const source = `file:${recording([harbourSamples(5, [])])}`;
  return {
    node: 'pier',
    stateFolder: temporaryFolder(),
    model: await rumbleModel(),
    mqtt: { embeddedPort: await freePort() },
    channels: [{ name: 'north', source, ...channel }],
    ...changes,
  };
}

const run = async (config: object) => hullprint(['run', '-c', configuration(config)]);

/** What is on stderr besides the log. */
function complaint({ stderr, ...outcome }: Outcome): Outcome {
  const lines = stderr.split('\n').filter((line) => line && !line.startsWith('{'));
  return { ...outcome, stderr: lines.map((line) => `${line}\n`).join('') };
}

test('an unknown key in the configuration is named, with exit code 78', async () => {
  const outcome = await run(await alone({}, { colour: 'blue' }));
  expectOneLine(outcome, 78, /hullprint\.yaml: channels\.0.*colour.*config schema/);
});

test('a source that means none is named by its channel, with exit code 78', async () => {
  expectOneLine(await run(await alone({}, { source: 'stdin:' })), 78, /channel north.*sample rate/);
});

test('a configuration that is not there is told with exit code 66', async () => {
  expectOneLine(await hullprint(['run', '-c', '/nowhere/hullprint.yaml']), 66, /no such file/);
});

test('a recording that is not there ends a daemon that hears nothing else, with exit code 66', async () => {
  const outcome = await run(await alone({}, { source: 'file:/nowhere/sea.wav' }));
  expectOneLine(complaint(outcome), 66, /\/nowhere\/sea\.wav: no such file/);
});

test('one bad recording does not keep a daemon from hearing the others', async () => {
  const config = await alone();
  config.channels.push({ name: 'south', source: 'file:/nowhere/sea.wav' });
  const { code, stderr } = await run(config);
  expect(code).toBe(0);
  expect(stderr).toContain('/nowhere/sea.wav: no such file');
});

test('a channel that names an input too many does not keep the others of its source from hearing', async () => {
  const source = `file:${recording([harbourSamples(130, [{ size: 'big', closestSeconds: 60 }])])}`;
  const channels = [
    { name: 'north', source },
    { name: 'south', source, input: 2 },
  ];
  const daemon = new RunningDaemon(await alone({ channels }));
  expect(await daemon.ended()).toEqual([0, null]);
  const { channel, reason } = daemon.log.find(({ msg }) => msg === 'stopped')!;
  expect([channel, reason]).toEqual(['south', expect.stringContaining('input 2 of south: it has 1 input')]);
  expect(daemon.announced.map(({ phase }) => phase)).toContain('end');
});

test('a daemon whose only channel names an input too many ends with exit code 64', async () => {
  const outcome = await run(await alone({}, { input: 2 }));
  expectOneLine(complaint(outcome), 64, /input 2 of north: it has 1 input/);
});

test('raw PCM that ends before the first sample is told with exit code 65', async () => {
  const outcome = await run(await alone({}, { source: 'stdin:', sampleRateHz: HARBOUR_RATE_HZ }));
  expectOneLine(complaint(outcome), 65, /standard input: it ended before the first sample/);
});

test('a port that is taken is told with exit code 69', async () => {
  const config = await alone({}, { realtime: true });
  const first = new RunningDaemon(config);
  await first.says('listening');
  const outcome = await run({ ...config, stateFolder: temporaryFolder() });
  expectOneLine(complaint(outcome), 69, /the port is taken/);
});

test('a regular file in place of the state folder is told with exit code 73', async () => {
  const stateFolder = file('state', '');
  expectOneLine(complaint(await run(await alone({ stateFolder }))), 73, /state folder .*state: /);
});

/** The next start with that state folder, now with a broker, sends all that was announced before. */
async function expectSentLater(config: object, announced: readonly { id: string; phase: string }[]) {
  const broker = await Mosquitto.start('secret');
  const listener = await listenerAt(broker);
  const quiet = { name: 'north', source: `file:${recording([harbourSamples(5, [])])}` };
  const next = new RunningDaemon({ ...config, mqtt: mqttAt(broker), channels: [quiet] });
  expect(await next.ended()).toEqual([0, null]);
  await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
  const came = listener.of('event');
  expect(announced.length).toBeGreaterThan(1);
  expect(came.slice(0, announced.length).map(({ id, phase }) => ({ id, phase }))).toEqual(announced);
  for (const { replayed } of came.slice(0, announced.length)) expect(replayed).toBe(true);
}

test.skipIf(mosquittoMissing)(
  'an unreachable broker is told, and the daemon lives on and keeps what it has to say',
  async () => {
    const port = await freePort();
    const source = `file:${recording([harbourSamples(130, [{ size: 'big', closestSeconds: 50 }])])}`;
    const config = await alone({ mqtt: { url: `mqtt://127.0.0.1:${port}` } }, { source, realtime: 60 });
    const daemon = new RunningDaemon(config);
    expect(await daemon.says('no broker')).toMatchObject({
      broker: `mqtt://127.0.0.1:${port}`,
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
    await daemon.says('passage end');
    expect(await daemon.ended()).toEqual([0, null]);
    expect(daemon.log.filter(({ msg }) => msg === 'no broker')).toHaveLength(1);
    await expectSentLater(config, daemon.announced);
  },
);

test('a sound device that is missing leaves the daemon alive: the state says so and the time counts as lost', async () => {
  const config = await alone({}, { source: 'portaudio:No Such Hydrophone', sampleRateHz: 48_000 });
  const daemon = new RunningDaemon(config);
  await daemon.says('unavailable');
  const subscriber = await subscribe(`mqtt://127.0.0.1:${config.mqtt.embeddedPort}`);
  const told = (leaf: string, text: string) =>
    subscriber.until((arrivals) =>
      arrivals.some((each) => each.topic.endsWith(leaf) && each.text.includes(text)),
    );
  await told('/state', '"unavailable"');
  await sleep(1500);
  daemon.signal('SIGTERM');
  await told('/effort', '"reason":"device-lost"');
  expect(await daemon.ended()).toEqual([0, null]);
});

test('passwords in addresses are neither logged nor published', async () => {
  const port = await freePort();
  const config = await alone({}, { source: `ffmpeg:rtsp://me:seekrit@127.0.0.1:${port}/sea` });
  const alive = new RunningDaemon(config);
  await alive.says('unavailable');
  const subscriber = await subscribe(`mqtt://127.0.0.1:${config.mqtt.embeddedPort}`);
  await subscriber.until((arrivals) =>
    ['/info', '/health'].every((leaf) => arrivals.some(({ topic }) => topic.endsWith(leaf))),
  );
  expect(JSON.stringify(subscriber.arrivals)).not.toContain('seekrit');
  alive.signal('SIGTERM');
  await alive.ended();
  const lonely = new RunningDaemon({ ...config, mqtt: { url: `mqtt://me:seekrit@127.0.0.1:${port}` } });
  await lonely.says('no broker');
  lonely.signal('SIGTERM');
  await lonely.ended();
  expect(JSON.stringify([alive.log, lonely.log])).not.toContain('seekrit');
});

/** Whether this process may mount, as root outside a container may. */
function mountable(): boolean {
  const probe = join(temporaryFolder(), 'probe');
  mkdirSync(probe);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'none', probe]);
  if (status === 0) execFileSync('umount', [probe]);
  return status === 0;
}

function mounted(options: string): string {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder]);
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

test('a read-only state folder is told with exit code 73', async (context) => {
  context.skip(!mountable(), 'mounting a file system is not permitted here');
  const stateFolder = mounted('ro');
  expectOneLine(complaint(await run(await alone({ stateFolder }))), 73, /state folder .*writable/);
});

test.skipIf(mosquittoMissing)(
  'a disk that fills up ends the daemon with exit code 74, and what was stored before is sent by the next one',
  async (context) => {
    context.skip(!mountable(), 'mounting a file system is not permitted here');
    const stateFolder = mounted('size=2m');
    const port = await freePort();
    const ships = [50, 170, 290, 410, 530].map((closestSeconds) => ({
      size: 'big' as const,
      closestSeconds,
    }));
    const source = `file:${recording([harbourSamples(600, ships)])}`;
    const config = await alone({ stateFolder, mqtt: { url: `mqtt://127.0.0.1:${port}` } }, { source });
    const filler = join(stateFolder, 'filler');
    const daemon = new RunningDaemon({ ...config, channels: [{ name: 'north', source, realtime: 60 }] });
    await daemon.says('passage end');
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k', 'count=1000']);
    expect(await daemon.ended()).toEqual([74, null]);
    expect(daemon.complaints).toEqual([
      expect.stringMatching(/^hullprint: .*the disk is full\. Free some space/),
    ]);
    execFileSync('rm', [filler]);
    // The last one that the log tells is the one that there was no room for.
    await expectSentLater(config, daemon.announced.slice(0, -1));
  },
);

test('raw PCM on standard input gives the same verdicts as the same sound in a file', async () => {
  const samples = harbourSamples(130, [{ size: 'big', closestSeconds: 60 }]);
  const heard = async (channel: object, input?: Buffer) => {
    const { code, stderr } = await hullprint(['run', '-c', configuration(await alone({}, channel))], input);
    expect(code).toBe(0);
    return stderr
      .split('\n')
      .filter((line) => line.includes('"msg":"passage '))
      .map((line) => {
        const { time: _, id: __, ...rest } = JSON.parse(line) as Record<string, unknown>;
        return rest;
      });
  };
  const fromFile = await heard({ source: `file:${recording([samples])}` });
  const fromPipe = await heard({ source: 'stdin:', sampleRateHz: HARBOUR_RATE_HZ }, pcm16([samples]));
  expect(fromFile.length).toBeGreaterThan(2);
  expect(fromPipe).toEqual(fromFile);
});
