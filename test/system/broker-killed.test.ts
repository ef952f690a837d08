import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicFactory } from 'ulid';
import { expect, onTestFinished, test, vi } from 'vitest';
import { messages } from '../../src/publish/messages.js';
import { Publisher } from '../../src/publish/publisher.js';
import { openStore } from '../../src/store/store.js';
import * as example from '../publish/example-messages.js';
import { subscribe } from '../publish/subscriber.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { Gate } from './fixtures/gate.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';

const patience = { timeout: 60_000, interval: 20 };

test.skipIf(mosquittoMissing).each([5, 4] as const)(
  'a broker that is killed and restarted costs no event and no order, and what it missed says so (protocol version %i)',
  async (protocolVersion) => {
    const broker = await Mosquitto.start('secret');
    const credentials = { username: broker.username, password: 'secret', protocolVersion };
    const subscriber = await subscribe(broker.url, {
      ...credentials,
      properties: { receiveMaximum: 65_535 },
    });
    const gate = await Gate.before(broker.port);
    const publisher = new Publisher({
      node: 'pier',
      store: openStore(temporaryFolder()),
      broker: { url: gate.url, ...credentials },
      backoff: { firstMs: 20, longestMs: 100 },
    });
    onTestFinished(() => publisher.stop(100));
    publisher.state('north', example.state);
    publisher.start();
    await vi.waitUntil(() => publisher.broker.connected, patience);

    const ulid = monotonicFactory();
    const withoutBroker = new Set<number>();
    let announced = 0;
    const announce = () => {
      const evidence = { ...example.event.evidence, windows: announced };
      if (!publisher.broker.connected) withoutBroker.add(announced);
      publisher.event('north', { ...example.event, id: ulid(), evidence }, Date.now());
      announced++;
    };
    const producing = setInterval(announce, 4);
    onTestFinished(() => clearInterval(producing));
    for (let kill = 0; kill < 4; kill++) {
      await sleep(50 + Math.random() * 400);
      gate.open = false;
      await broker.kill();
      await sleep(Math.random() * 300);
      const subscribed = subscriber.subscribedAgain();
      await broker.restart();
      await subscribed;
      gate.open = true;
      await vi.waitUntil(() => publisher.broker.connected, patience);
    }
    clearInterval(producing);
    await vi.waitUntil(() => publisher.outbox.rows === 0, patience);
    announce();
    await subscriber.until((arrivals) =>
      arrivals.some(({ text }) => new RegExp(`"windows":${announced - 1}\\b`).test(text)),
    );

    const events = subscriber.arrivals
      .filter(({ topic }) => topic.endsWith('/event'))
      .map(({ text }) => messages.event.parse(JSON.parse(text)));
    const firsts = [...new Map(events.map((each) => [each.evidence.windows, each])).keys()];
    expect(firsts).toEqual(Array.from({ length: announced }, (_, number) => number));
    expect(new Set(events.map(({ id }) => id)).size).toBe(announced);
    expect(withoutBroker.size).toBeGreaterThan(0);
    for (const each of events) if (withoutBroker.has(each.evidence.windows)) expect(each.replayed).toBe(true);
    expect(events.at(-1)!.replayed).toBe(false);
    expect(publisher.outbox.dropped.event).toBe(0);
    // The broker forgot what it retained; every connection told it again.
    const states = subscriber.arrivals.filter(({ topic }) => topic.endsWith('/north/state'));
    expect(states.length).toBeGreaterThanOrEqual(publisher.broker.connections);
    console.log(
      `${announced} events, ${events.length - announced} sent twice, ${withoutBroker.size} without a broker`,
    );
  },
);
