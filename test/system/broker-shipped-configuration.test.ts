import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { opensslMissing } from './fixtures/certificates.js';
import { mosquittoMissing } from './fixtures/mosquitto.js';
import { passwordOf, ShippedBroker } from './fixtures/shipped-broker.js';

const missing = mosquittoMissing || opensslMissing;
const patience = { timeout: 60_000, interval: 50 };

async function client(url: string, options: IClientOptions): Promise<MqttClient> {
  const connected = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0, ...options }, false);
  connected.on('error', () => {});
  onTestFinished(() => void connected.end(true));
  return connected;
}

const node = (broker: ShippedBroker, options: IClientOptions) =>
  client(`mqtts://127.0.0.1:${broker.tlsPort}`, options);
const dashboard = (broker: ShippedBroker, options: IClientOptions = {}) =>
  client(`wss://127.0.0.1:${broker.webSocketPort}`, {
    ca: broker.pem('ca.crt'),
    username: 'dashboard',
    password: passwordOf('dashboard'),
    ...options,
  });

/** What arrives at `hydro/#`. */
async function heard(listener: MqttClient): Promise<string[]> {
  const texts: string[] = [];
  listener.on('message', (topic, payload) => texts.push(`${topic} ${payload}`));
  await listener.subscribeAsync('hydro/#', { qos: 1 });
  return texts;
}

describe.skipIf(missing)('the broker as deploy/mosquitto sets it up', () => {
  test('a node with its certificate and password is heard by a dashboard over WebSocket', async () => {
    const broker = await ShippedBroker.start(['jetty-1'], ['dashboard']);
    const texts = await heard(await dashboard(broker));
    const jetty = await node(broker, broker.credentials('jetty-1'));
    await jetty.publishAsync('hydro/jetty-1/north/event', 'passage', { qos: 1 });
    await vi.waitUntil(() => texts.includes('hydro/jetty-1/north/event passage'), patience);
  });

  test('no certificate, or one of another authority, gets no connection whatever the password', async () => {
    const broker = await ShippedBroker.start(['jetty-1'], []);
    const stranger = await ShippedBroker.start(['jetty-1'], []);
    const right = broker.credentials('jetty-1');
    const { cert, key } = stranger.certificate('jetty-1');
    const without: IClientOptions = { ca: right.ca!, username: 'jetty-1', password: passwordOf('jetty-1') };
    await expect(node(broker, without)).rejects.toThrow();
    await expect(node(broker, { ...right, cert, key })).rejects.toThrow();
    await expect(node(broker, right)).resolves.toBeDefined();
  });

  test('a node refuses a broker that its authority has not signed', async () => {
    const broker = await ShippedBroker.start(['jetty-1'], []);
    const stranger = await ShippedBroker.start([], []);
    const misled = { ...broker.credentials('jetty-1'), ca: stranger.pem('ca.crt') };
    await expect(node(broker, misled)).rejects.toThrow(/certificate/);
  });

  test('a wrong password, another’s name and no name get no connection', async () => {
    const broker = await ShippedBroker.start(['jetty-1', 'jetty-2'], ['dashboard']);
    const right = broker.credentials('jetty-1');
    for (const wrong of [{ password: 'guess' }, { username: 'jetty-2' }])
      await expect(node(broker, { ...right, ...wrong })).rejects.toThrow(/authorized|password/i);
    await expect(node(broker, broker.certificate('jetty-1'))).rejects.toThrow(/authorized/i);
    await expect(dashboard(broker, { password: 'guess' })).rejects.toThrow(/authorized|password/i);
  });

  test('a node writes under its own name alone, and reads no other', async () => {
    const broker = await ShippedBroker.start(['jetty-1', 'jetty-2'], ['dashboard']);
    const all = await heard(await dashboard(broker));
    const [first, second] = [
      await node(broker, broker.credentials('jetty-1')),
      await node(broker, broker.credentials('jetty-2')),
    ];
    const overheard = await heard(second);
    const forged = first.publishAsync('hydro/jetty-2/north/event', 'forged', { qos: 1 });
    await expect(forged).rejects.toThrow(/authorized/i);
    await expect(first.publishAsync('elsewhere', 'x', { qos: 1 })).rejects.toThrow(/authorized/i);
    await first.publishAsync('hydro/jetty-1/north/event', 'own', { qos: 1 });
    await vi.waitUntil(() => all.length > 0, patience);
    expect(all).toEqual(['hydro/jetty-1/north/event own']);
    expect(overheard).toEqual([]);
  });

  test('a dashboard reads and may not write', async () => {
    const broker = await ShippedBroker.start([], ['dashboard']);
    const writing = (await dashboard(broker)).publishAsync('hydro/jetty-1/status', 'offline', { qos: 1 });
    await expect(writing).rejects.toThrow(/authorized/i);
  });

  test('Home Assistant’s start reaches the nodes, from Home Assistant alone', async () => {
    const broker = await ShippedBroker.start(['jetty-1'], ['dashboard', 'homeassistant']);
    const jetty = await node(broker, broker.credentials('jetty-1'));
    const texts: string[] = [];
    jetty.on('message', (topic, payload) => texts.push(`${topic} ${payload}`));
    await jetty.subscribeAsync('homeassistant/status', { qos: 1 });
    const start = ['homeassistant/status', 'online', { qos: 1 }] as const;
    await expect((await dashboard(broker)).publishAsync(...start)).rejects.toThrow(/authorized/i);
    const credentials = { username: 'homeassistant', password: passwordOf('homeassistant') };
    await (await dashboard(broker, credentials)).publishAsync(...start);
    await vi.waitUntil(() => texts.length > 0, patience);
    expect(texts).toEqual(['homeassistant/status online']);
  });

  test('what a site says while the link to the centre is down arrives there afterwards, once', async () => {
    const central = await ShippedBroker.start(['bridge'], ['dashboard']);
    const site = await ShippedBroker.start(['jetty-1'], [], { to: central });
    const jetty = await node(site, site.credentials('jetty-1'));
    const before = await heard(await dashboard(central));
    await jetty.publishAsync('hydro/jetty-1/north/event', 'first', { qos: 1 });
    await vi.waitUntil(() => before.length > 0, patience);

    await central.stop();
    for (const text of ['second', 'third'])
      await jetty.publishAsync('hydro/jetty-1/north/event', text, { qos: 1 });
    await site.stop();
    await central.restart();
    const after = await heard(await dashboard(central));
    await site.restart(); // with what it has kept on disk
    await vi.waitUntil(() => after.some((text) => text.endsWith('third')), patience);
    expect(after).toEqual(['second', 'third'].map((text) => `hydro/jetty-1/north/event ${text}`));
  });
});
