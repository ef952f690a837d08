import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type IClientOptions, MqttClient } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { createWebSocketStream, WebSocket } from 'ws';
import { MqttRelay } from '../../src/http/mqtt-relay.js';
import { HttpServer } from '../../src/http/server.js';
import { EmbeddedBroker } from '../../src/publish/embedded-broker.js';
import { subscribe } from '../publish/subscriber.js';

async function relayed() {
  const broker = new EmbeddedBroker(0);
  const { url } = await broker.start();
  const publisher = await connectAsync(url, { protocolVersion: 4 });
  await publisher.publishAsync('hydro/pier/info', 'first', { retain: true });
  const options: IClientOptions = { protocolVersion: 4 };
  const relay = new MqttRelay({ url, options, topics: ['hydro/#'] });
  const admission = { names: [], tokens: () => [], readersNeedToken: false };
  const server = new HttpServer({ address: '127.0.0.1', port: 0, ...admission }, [relay.routes]);
  const page = `${(await server.start()).replace('http', 'ws')}/mqtt`;
  await relay.start();
  onTestFinished(async () => {
    publisher.end(true);
    await relay.stop();
    await server.stop();
    await broker.stop();
  });
  return { broker, url, publisher, relay, page };
}

test('a page hears what the broker says, also what was said before it came', async () => {
  const { publisher, page } = await relayed();
  const reader = await subscribe(page, { protocolVersion: 4 });
  const last = (topic: string) => reader.arrivals.findLast((each) => each.topic === topic)?.text;
  await reader.until(() => last('hydro/pier/info') === 'first' && last('relay/broker') === 'online');
  await publisher.publishAsync('hydro/pier/north/levels', 'loud');
  await publisher.publishAsync('other/secret', 'not for pages');
  await publisher.publishAsync('hydro/pier/info', 'second', { retain: true });
  await reader.until(
    () => last('hydro/pier/info') === 'second' && last('hydro/pier/north/levels') === 'loud',
  );
  expect(last('other/secret')).toBe(undefined);
  const later = await subscribe(page, { protocolVersion: 4 });
  await later.until((arrivals) =>
    arrivals.some(({ topic, text }) => topic === 'hydro/pier/info' && text === 'second'),
  );
});

test('a page can say nothing to the broker', async () => {
  const { url, page } = await relayed();
  const fleet = await subscribe(url, { protocolVersion: 4 });
  const writer = await connectAsync(page, { protocolVersion: 4, reconnectPeriod: 0 });
  const closed = new Promise((resolve) => writer.once('close', () => resolve(null)));
  writer.on('error', () => {});
  writer.publish('hydro/pier/north/event', 'forged', { qos: 1 }, () => {});
  await closed;
  expect(fleet.arrivals.map(({ text }) => text)).not.toContain('forged');
});

test('what is made for pages alone is made while one asks for it', async () => {
  const { relay, page } = await relayed();
  const topic = 'hydro/pier/north/spectrogram';
  expect(relay.wants(topic)).toBe(false);
  const reader = await connectAsync(page, { protocolVersion: 4, reconnectPeriod: 0 });
  await reader.subscribeAsync(topic);
  await expect.poll(() => relay.wants(topic)).toBe(true);
  const heard = new Promise<Buffer>((resolve) =>
    reader.once('message', (_topic, payload) => resolve(payload)),
  );
  relay.say(topic, Buffer.from([1, 2, 3]));
  expect(await heard).toEqual(Buffer.from([1, 2, 3]));
  reader.end(true);
  await expect.poll(() => relay.wants(topic)).toBe(false);
});

test('a page of another site cannot listen in', async () => {
  const { page } = await relayed();
  const opening = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const headers = {
    ...opening,
    'sec-websocket-key': 'AQIDBAUGBwgJCgsMDQ4PEA==',
    origin: 'http://evil.example',
  };
  const asked = request(page.replace('ws', 'http'), { headers });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(403);
});

test('a hundred pages hear the same', async () => {
  const { publisher, page } = await relayed();
  const readers = await Promise.all(
    Array.from({ length: 100 }, () => subscribe(page, { protocolVersion: 4 })),
  );
  for (let i = 0; i < 50; i++) await publisher.publishAsync('hydro/pier/north/levels', `level ${i}`);
  await Promise.all(
    readers.map((reader) => reader.until((arrivals) => arrivals.some(({ text }) => text === 'level 49'))),
  );
  const levels = readers.map(
    ({ arrivals }) => arrivals.filter(({ topic }) => topic.endsWith('levels')).length,
  );
  expect(new Set(levels)).toEqual(new Set([50]));
});

test('a page that stops reading is cut off, and the others miss nothing', async () => {
  const { relay, page } = await relayed();
  const socket = new WebSocket(page, 'mqtt');
  const stuck = new MqttClient(() => createWebSocketStream(socket), {
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  stuck.on('error', () => {});
  await stuck.subscribeAsync('#');
  socket.pause();
  onTestFinished(() => void stuck.end(true));
  const reader = await subscribe(page, { protocolVersion: 4 });
  const columns = () => reader.arrivals.filter(({ topic }) => topic.endsWith('/spectrogram')).length;
  const column = Buffer.alloc(16_384);
  for (let said = 100; said <= 3000; said += 100) {
    for (let i = 0; i < 100; i++) relay.say('hydro/pier/north/spectrogram', column);
    await reader.until(() => columns() === said);
  }
  const cutOff = once(socket, 'close');
  socket.resume();
  await cutOff;
});

test('where the broker keeps the fleet to itself, a page hears the node', async () => {
  const broker = await Aedes.createBroker();
  broker.authorizeSubscribe = (_, subscription, done) =>
    done(null, subscription.topic === 'hydro/#' ? null : subscription);
  const listening = createServer(broker.handle).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as { port: number };
  const topics = ['hydro/#', 'hydro/pier/#'];
  const relay = new MqttRelay({ url: `mqtt://127.0.0.1:${port}`, options: { protocolVersion: 4 }, topics });
  const admission = { names: [], tokens: () => [], readersNeedToken: false };
  const server = new HttpServer({ address: '127.0.0.1', port: 0, ...admission }, [relay.routes]);
  const url = await server.start();
  await relay.start();
  onTestFinished(async () => {
    await relay.stop();
    await server.stop();
    broker.close();
    listening.close();
  });
  const reader = await subscribe(`${url.replace('http', 'ws')}/mqtt`, { protocolVersion: 4 });
  await reader.until((arrivals) =>
    arrivals.some(({ topic, text }) => topic === 'relay/broker' && text === 'online'),
  );
  const publisher = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
  onTestFinished(() => void publisher.end(true));
  const say = setInterval(() => publisher.publish('hydro/pier/north/levels', 'loud'), 50);
  onTestFinished(() => clearInterval(say));
  await reader.until((arrivals) => arrivals.some(({ text }) => text === 'loud'));
});
