import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Broker } from '../../src/publish/mqtt-connection.js';
import type { BrokerState } from '../../src/publish/mqtt-publisher.js';
import { Publisher } from '../../src/publish/publisher.js';
import { openStore } from '../../src/store/store.js';
import * as example from '../publish/example-messages.js';
import { subscribe } from '../publish/subscriber.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { makeCertificates, opensslMissing } from './fixtures/certificates.js';
import { Gate } from './fixtures/gate.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';

const patience = { timeout: 60_000, interval: 20 };

function publisherTo(broker: Broker, onBroker: (state: BrokerState) => void = () => {}): Publisher {
  const publisher = new Publisher({
    node: 'pier',
    store: openStore(temporaryFolder()),
    broker,
    backoff: { firstMs: 20, longestMs: 100 },
    onBroker,
  });
  onTestFinished(() => publisher.stop(100));
  publisher.start();
  return publisher;
}

test.skipIf(mosquittoMissing).each([5, 4] as const)(
  'a wrong password is told and tried again until it is mended (protocol version %i)',
  async (protocolVersion) => {
    const broker = await Mosquitto.start('right');
    const told: BrokerState[] = [];
    const publisher = publisherTo(
      { url: broker.url, username: broker.username, password: 'wrong', protocolVersion },
      (state) => told.push(state),
    );
    publisher.event('north', example.event, Date.now());
    await vi.waitUntil(() => told.length >= 3, patience);
    expect(publisher.broker).toMatchObject({ connected: false, connections: 0 });
    expect(publisher.broker.lastError).toMatch(/Not authorized/);
    await broker.kill();
    broker.setPassword('wrong');
    await broker.restart();
    await vi.waitUntil(() => publisher.broker.connected && publisher.outbox.rows === 0, patience);
    expect(publisher.broker.lastError).toBe(null);
  },
);

test.skipIf(mosquittoMissing)(
  'an event that the broker refuses to this node stays until it is let through',
  async () => {
    const acl = join(temporaryFolder(), 'acl');
    writeFileSync(acl, 'user node\ntopic readwrite hydro/pier/status\n');
    const broker = await Mosquitto.start('secret', [`acl_file ${acl}`]);
    const credentials = { username: broker.username, password: 'secret' };
    const reasons = new Set<string | null>();
    const publisher = publisherTo({ url: broker.url, ...credentials }, (state) =>
      reasons.add(state.lastError),
    );
    publisher.event('north', example.event, Date.now());
    const refusal = 'the broker refuses hydro/pier/north/event: Publish error: Not authorized';
    await vi.waitUntil(() => reasons.has(refusal), patience);
    expect(publisher.outbox.rows).toBe(1);
    await broker.kill();
    writeFileSync(acl, 'user node\ntopic readwrite #\n');
    await broker.restart();
    await vi.waitUntil(() => publisher.outbox.rows === 0, patience);
    expect(publisher.outbox.dropped.event).toBe(0);
  },
);

test.skipIf(mosquittoMissing || opensslMissing)(
  'TLS with a client certificate works, and without one says why not',
  async () => {
    const { folder, ca, cert, key } = makeCertificates();
    const broker = await Mosquitto.start('secret', [
      `cafile ${folder}/ca.crt`,
      `certfile ${folder}/server.crt`,
      `keyfile ${folder}/server.key`,
      'require_certificate true',
    ]);
    const url = broker.url.replace('mqtt:', 'mqtts:');
    const credentials = { username: broker.username, password: 'secret' };
    const known = publisherTo({ url, ...credentials, ca, cert, key });
    await vi.waitUntil(() => known.broker.connected, patience);
    const stranger = publisherTo({ url, ...credentials, ca, clientId: 'stranger' });
    const trusting = publisherTo({ url, ...credentials, cert, key, clientId: 'trusting' });
    await vi.waitUntil(() => stranger.broker.lastError && trusting.broker.lastError, patience);
    expect(trusting.broker.lastError).toMatch(/certificate/);
    expect(stranger.broker.connected).toBe(false);
    expect(known.broker.connected).toBe(true);
  },
);

test('certificates and addresses that make no sense are told, and the node lives on', async () => {
  const unusable: Broker[] = [
    { url: 'mqtts://127.0.0.1:1', ca: 'no PEM', cert: 'no PEM', key: 'no PEM' },
    { url: 'mqtt://no-such-host.invalid' },
    { url: 'gopher://127.0.0.1' },
  ];
  for (const broker of unusable) {
    const publisher = publisherTo(broker);
    await vi.waitUntil(() => publisher.broker.lastError, patience);
    expect(publisher.broker.lastError, broker.url).not.toBe('');
    expect(publisher.broker.connected).toBe(false);
  }
});

test.skipIf(mosquittoMissing)(
  'when a connection dies without a word the broker says offline, and online once it is back',
  async () => {
    const broker = await Mosquitto.start('secret');
    const credentials = { username: broker.username, password: 'secret' };
    const gate = await Gate.before(broker.port);
    const subscriber = await subscribe(broker.url, credentials);
    const publisher = publisherTo({ url: gate.url, ...credentials });
    await vi.waitUntil(() => publisher.broker.connected, patience);
    gate.open = false;
    gate.cut();
    const statuses = () => subscriber.arrivals.map(({ text }) => text);
    await subscriber.until(() => statuses().at(-1) === 'offline');
    gate.open = true;
    await subscriber.until(() => statuses().at(-1) === 'online');
    expect(statuses()).toEqual(['online', 'offline', 'online']);
  },
);
