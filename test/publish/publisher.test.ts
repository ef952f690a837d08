import { once } from 'node:events';
import { createServer } from 'node:net';
import { monotonicFactory } from 'ulid';
import { expect, onTestFinished, test, vi } from 'vitest';
import { EmbeddedBroker } from '../../src/publish/embedded-broker.js';
import { messages } from '../../src/publish/messages.js';
import { Publisher, type PublisherOptions } from '../../src/publish/publisher.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import * as example from './example-messages.js';
import { type Arrival, subscribe } from './subscriber.js';

const ulid = monotonicFactory();
const heardUntilMs = Date.parse('2026-05-01T10:00:30.000Z');

async function embeddedBroker() {
  const broker = new EmbeddedBroker(0);
  const address = await broker.start();
  onTestFinished(() => broker.stop());
  return { broker, address };
}

function publisherOf(options: Partial<PublisherOptions> & Pick<PublisherOptions, 'broker'>): Publisher {
  const publisher = new Publisher({
    node: 'pier',
    store: openStore(temporaryFolder()),
    backoff: { firstMs: 20, longestMs: 100 },
    ...options,
  });
  onTestFinished(() => publisher.stop(500));
  return publisher;
}

const on = (leaf: string) => (arrival: Arrival) => arrival.topic.endsWith(`/${leaf}`);
const parsed = (arrival: Arrival) => JSON.parse(arrival.text) as Record<string, unknown>;

test('everything that a node says reaches a subscriber in the shape of its schema', async () => {
  const { address } = await embeddedBroker();
  const subscriber = await subscribe(address.url);
  const publisher = publisherOf({ broker: address });
  publisher.start();
  await vi.waitUntil(() => publisher.broker.connected);
  publisher.info(example.info);
  publisher.health(example.health);
  publisher.state('north', example.state);
  publisher.event('north', example.event, heardUntilMs);
  publisher.levels('north', example.levels);
  publisher.effort('north', example.effort);
  await subscriber.until((arrivals) => arrivals.length >= 7);
  const topics = {
    status: 'hydro/pier/status',
    info: 'hydro/pier/info',
    health: 'hydro/pier/health',
    event: 'hydro/pier/north/event',
    state: 'hydro/pier/north/state',
    levels: 'hydro/pier/north/levels',
    effort: 'hydro/pier/north/effort',
  };
  for (const [name, topic] of Object.entries(topics) as [keyof typeof messages, string][]) {
    const { text } = subscriber.arrivals.find((arrival) => arrival.topic === topic)!;
    messages[name].parse(name === 'status' ? text : JSON.parse(text));
  }
  expect(parsed(subscriber.arrivals.find(on('event'))!)).toMatchObject({
    node: 'pier',
    channel: 'north',
    replayed: false,
  });
});

test('who subscribes later gets status, info, health and state at once, and no old events', async () => {
  const { address } = await embeddedBroker();
  const publisher = publisherOf({ broker: address });
  publisher.info(example.info);
  publisher.health(example.health);
  publisher.state('north', example.state);
  publisher.event('north', { ...example.event, id: ulid() }, heardUntilMs);
  publisher.start();
  await vi.waitUntil(() => publisher.broker.connected && publisher.outbox.rows === 0);
  const late = await subscribe(address.url);
  await late.until((arrivals) => arrivals.length >= 4);
  expect(late.arrivals.map((arrival) => arrival.topic).sort()).toEqual([
    'hydro/pier/health',
    'hydro/pier/info',
    'hydro/pier/north/state',
    'hydro/pier/status',
  ]);
  expect(late.arrivals.every((arrival) => arrival.retained)).toBe(true);
});

test('when Home Assistant starts anew the retained topics are sent again', async () => {
  const { address } = await embeddedBroker();
  const subscriber = await subscribe(address.url);
  const publisher = publisherOf({ broker: address });
  publisher.info(example.info);
  publisher.state('north', example.state);
  publisher.start();
  await subscriber.until((arrivals) => arrivals.some(on('state')));
  await subscriber.publish('homeassistant/status', 'offline');
  await subscriber.publish('homeassistant/status', 'online');
  await subscriber.until((arrivals) => arrivals.filter(on('state')).length === 2);
  expect(subscriber.arrivals.filter(on('info'))).toHaveLength(2);
  expect(subscriber.arrivals.filter((arrival) => arrival.text === 'online')).toHaveLength(3);
});

test('Home Assistant is told of the node and its channels, and again when it starts anew', async () => {
  const { address } = await embeddedBroker();
  const subscriber = await subscribe(address.url);
  const publisher = publisherOf({
    broker: address,
    homeAssistant: { announce: true, prefix: 'ha' },
    birthTopic: 'ha/birth',
  });
  publisher.start();
  publisher.info(example.info);
  const announced = (arrival: Arrival) => arrival.topic === 'ha/device/pier/config';
  await subscriber.until((arrivals) => arrivals.filter(announced).length === 1);
  await subscriber.publish('ha/birth', 'online');
  await subscriber.until((arrivals) => arrivals.filter(announced).length === 2);
  const [first, second] = subscriber.arrivals.filter(announced);
  expect(second).toEqual(first);
});

test('a channel that was taken out of the configuration goes from Home Assistant at the next start', async () => {
  const { address } = await embeddedBroker();
  const homeAssistant = { announce: true, prefix: 'homeassistant' };
  const before = publisherOf({ broker: address, homeAssistant });
  before.start();
  before.info(example.info);
  await vi.waitUntil(() => before.broker.connected);
  await before.stop();
  const subscriber = await subscribe(address.url);
  const publisher = publisherOf({ broker: address, homeAssistant });
  publisher.start();
  publisher.info({ ...example.info, channels: [] });
  await subscriber.until((arrivals) =>
    arrivals.some(
      ({ topic, text }) => topic.endsWith('/config') && text.includes('"north_size":{"p":"sensor"}'),
    ),
  );
});

test('stopping sends what waits, then says offline, and stays offline', async () => {
  const { address } = await embeddedBroker();
  const subscriber = await subscribe(address.url);
  const publisher = publisherOf({ broker: address });
  publisher.start();
  await vi.waitUntil(() => publisher.broker.connected);
  for (let passage = 0; passage < 100; passage++) {
    publisher.event('north', { ...example.event, id: ulid() }, heardUntilMs);
  }
  await publisher.stop(4000);
  await subscriber.until((arrivals) => arrivals.at(-1)?.text === 'offline');
  expect(subscriber.arrivals.filter(on('event'))).toHaveLength(100);
  expect(publisher.outbox.rows).toBe(0);
  expect(publisher.broker).toMatchObject({ connected: false, lastError: null });
});

test('without a broker the node lives on: it says why, keeps events and effort, and counts the levels it gives up', async () => {
  const blocked = createServer().listen(0, '127.0.0.1');
  await once(blocked, 'listening');
  const { port } = blocked.address() as { port: number };
  blocked.close();
  await once(blocked, 'close');
  const publisher = publisherOf({ broker: { url: `mqtt://127.0.0.1:${port}`, protocolVersion: 4 } });
  publisher.start();
  publisher.event('north', example.event, heardUntilMs);
  publisher.effort('north', example.effort);
  publisher.levels('north', example.levels);
  await vi.waitUntil(() => publisher.broker.lastError);
  expect(publisher.broker).toMatchObject({ connected: false, connections: 0 });
  expect(publisher.broker.lastError).toContain('ECONNREFUSED');
  expect(publisher.outbox.rows).toBe(2);

  const broker = new EmbeddedBroker(port);
  const { url } = await broker.start();
  onTestFinished(() => broker.stop());
  const subscriber = await subscribe(url);
  await vi.waitUntil(() => publisher.broker.connected);
  publisher.health(example.health);
  await subscriber.until((arrivals) => arrivals.some(on('health')) && arrivals.some(on('effort')));
  const health = messages.health.parse(parsed(subscriber.arrivals.find(on('health'))!));
  expect(health.outbox.dropped.levels).toBe(1);
  expect(health.broker.lastError).toBe(null);
  expect(subscriber.arrivals.some(on('levels'))).toBe(false);
});

test('levels are kept through an outage where that is asked for', async () => {
  const publisher = publisherOf({ broker: { url: 'mqtt://127.0.0.1:1' }, keepLevels: true });
  publisher.start();
  publisher.levels('north', example.levels);
  expect(publisher.outbox).toMatchObject({ rows: 1, dropped: { levels: 0 } });
});

test('passages that a crash left open are published as ended, where they were last heard, under their ids', async () => {
  const folder = temporaryFolder();
  const [ended, begun, updated] = [ulid(), ulid(), ulid()];
  const crashed = publisherOf({ broker: { url: 'mqtt://127.0.0.1:1' }, store: openStore(folder) });
  crashed.event('north', { ...example.event, id: ended }, heardUntilMs);
  crashed.event('north', { ...example.event, id: begun }, heardUntilMs);
  crashed.event('south', { ...example.event, id: updated }, heardUntilMs);
  crashed.event('south', { ...example.event, id: updated, phase: 'update' }, heardUntilMs + 10_000);
  crashed.event('north', { ...example.event, id: ended, phase: 'end' }, heardUntilMs);

  const { address } = await embeddedBroker();
  const subscriber = await subscribe(address.url);
  const restarted = publisherOf({ broker: address, store: openStore(folder) });
  const endings = restarted.start();
  expect(endings.map(({ id, phase, end, channel }) => ({ id, phase, end, channel }))).toEqual([
    { id: begun, phase: 'end', end: '2026-05-01T10:00:30.000Z', channel: 'north' },
    { id: updated, phase: 'end', end: '2026-05-01T10:00:40.000Z', channel: 'south' },
  ]);
  await subscriber.until((arrivals) => arrivals.filter(on('event')).length === 7);
  const told = subscriber.arrivals.filter(on('event')).map(parsed);
  expect(told.map(({ id, phase }) => [id, phase])).toEqual([
    [ended, 'new'],
    [begun, 'new'],
    [updated, 'new'],
    [updated, 'update'],
    [ended, 'end'],
    [begun, 'end'],
    [updated, 'end'],
  ]);
  expect(told.every(({ replayed }) => replayed === true)).toBe(true);
  expect(publisherOf({ broker: address, store: openStore(folder) }).start()).toEqual([]);
});
