import { once } from 'node:events';
import { connect } from 'node:net';
import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { EmbeddedBroker } from '../../src/publish/embedded-broker.js';
import { subscribe } from './subscriber.js';

test('the embedded broker listens on loopback, passes messages on and can be started again', async () => {
  const broker = new EmbeddedBroker(0);
  for (let round = 0; round < 2; round++) {
    const { url } = await broker.start();
    expect(url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    const subscriber = await subscribe(url, { reconnectPeriod: 0 });
    await subscriber.publish('greeting', 'ahoy');
    await subscriber.until((arrivals) => arrivals.some(({ text }) => text === 'ahoy'));
    await broker.stop();
    await expect(connectAsync(url, { reconnectPeriod: 0 })).rejects.toThrow('ECONNREFUSED');
  }
});

test('a port that is taken is named, with what to do', async () => {
  const first = new EmbeddedBroker(0);
  const { url } = await first.start();
  onTestFinished(() => first.stop());
  const second = new EmbeddedBroker(Number(new URL(url).port));
  await expect(second.start()).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringContaining(`${new URL(url).host}: the port is taken`),
  });
  await second.stop();
});

test('a client that connects and says nothing does not hold up the stop', async () => {
  const broker = new EmbeddedBroker(0);
  const { url } = await broker.start();
  const silent = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void silent.destroy());
  silent.on('error', () => {});
  await once(silent, 'connect');
  const closed = once(silent, 'close');
  await broker.stop();
  await closed;
}, 2000);
