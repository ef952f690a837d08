import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ulid } from 'ulid';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Publisher } from '../../src/publish/publisher.js';
import { openStore } from '../../src/store/store.js';
import * as example from '../publish/example-messages.js';
import { subscribe } from '../publish/subscriber.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { INSTALL_MS, nodeRed } from './fixtures/node-red.js';

const PYTHON = '/usr/bin/python3';
const pahoMissing =
  process.env.CI !== 'true' && spawnSync(PYTHON, ['-c', 'import paho.mqtt.client']).status !== 0
    ? 'paho-mqtt is not installed (Debian: python3-paho-mqtt)'
    : '';
if (pahoMissing) console.log(`skipped: ${pahoMissing}`);

const patience = { timeout: 60_000, interval: 20 };

/** Tells of a small ship and then of a big one, each ended twice, as after an outage. */
async function twoShips(url: string, credentials: object, end = '2026-05-01T10:02:00.000Z'): Promise<void> {
  const publisher = new Publisher({
    node: 'pier',
    store: openStore(temporaryFolder()),
    broker: { url, ...credentials },
  });
  onTestFinished(() => publisher.stop(500));
  publisher.start();
  for (const size of ['small', 'big'] as const) {
    const ship = { ...example.event, id: ulid(), size };
    for (const phase of ['new', 'update', 'end', 'end'] as const)
      publisher.event('north', { ...ship, phase, end: phase === 'end' ? end : null }, Date.now());
  }
  await vi.waitUntil(() => publisher.outbox.rows === 0, patience);
}

test.skipIf(mosquittoMissing || pahoMissing)(
  'the Python example prints each ship that has passed, once',
  async () => {
    const broker = await Mosquitto.start('secret');
    const lines: string[] = [];
    const child = spawn(PYTHON, ['docs/examples/subscribe.py', '127.0.0.1', String(broker.port)], {
      env: { ...process.env, MQTT_USERNAME: broker.username, MQTT_PASSWORD: 'secret' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    const credentials = { username: broker.username, password: 'secret' };
    // Nobody says when it has subscribed: ships pass until one is told, and then two more.
    await vi.waitUntil(
      async () => {
        await twoShips(broker.url, credentials);
        return lines.length > 0;
      },
      { timeout: 60_000, interval: 500 },
    );
    lines.length = 0;
    await twoShips(broker.url, credentials);
    await vi.waitUntil(() => lines.length >= 2, patience);
    const end = '2026-05-01T10:02:00.000Z';
    const rest = '93%\tpilot-boat\t118.2 dB re 1 µPa\tshaft 2.1 Hz';
    expect(lines.slice(-2)).toEqual([
      `${end}\tpier/north\tsmall\t${rest}`,
      `${end}\tpier/north\tbig\t${rest}`,
    ]);
  },
);

test.skipIf(mosquittoMissing)(
  'the Node-RED example says when a big ship has passed, once',
  async () => {
    const broker = await Mosquitto.start('secret', ['allow_anonymous true']);
    const credentials = { username: broker.username, password: 'secret' };
    const subscriber = await subscribe(broker.url, credentials);
    await nodeRed('docs/examples/node-red.json', broker.port);
    const alerts = () => subscriber.arrivals.filter(({ topic }) => topic === 'ships/alert');
    await vi.waitUntil(
      async () => {
        await twoShips(broker.url, credentials);
        return alerts().length > 0;
      },
      { timeout: 60_000, interval: 500 },
    );
    const ends = ['2026-05-01T11:00:00.000Z', '2026-05-01T12:00:00.000Z'];
    for (const end of ends) await twoShips(broker.url, credentials, end);
    const told = (end: string) =>
      alerts().filter(({ text }) => text === `A big ship passed pier/north at ${end}`);
    // They come in order: once the second ship is told, whatever was to be said of the first has been said.
    await subscriber.until(() => told(ends[1]!).length > 0);
    expect(told(ends[0]!)).toHaveLength(1);
  },
  INSTALL_MS,
);
