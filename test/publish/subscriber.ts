import { EventEmitter, once } from 'node:events';
import { connect, type IClientOptions } from 'mqtt';
import { onTestFinished } from 'vitest';

export interface Arrival {
  topic: string;
  text: string;
  retained: boolean;
}

export interface Subscriber {
  readonly arrivals: Arrival[];
  /** Resolves as soon as the arrivals satisfy the condition. */
  until(condition: (arrivals: Arrival[]) => boolean): Promise<void>;
  publish(topic: string, text: string, retain?: boolean): Promise<void>;
  /** Resolves at the next subscription, after the broker came back. */
  subscribedAgain(): Promise<void>;
}

/** A real MQTT client that listens to everything until the test ends. */
export async function subscribe(url: string, options: IClientOptions = {}): Promise<Subscriber> {
  const client = connect(url, { reconnectPeriod: 50, ...options });
  const arrivals: Arrival[] = [];
  const waiting = new Set<() => void>();
  const subscriptions = new EventEmitter();
  client.on('message', (topic, payload, packet) => {
    arrivals.push({ topic, text: payload.toString(), retained: packet.retain });
    for (const check of waiting) check();
  });
  client.on('error', () => {});
  client.on('connect', () => client.subscribe('#', { qos: 1 }, () => subscriptions.emit('made')));
  await once(subscriptions, 'made');
  onTestFinished(() => {
    client.end(true);
  });
  return {
    arrivals,
    until: (condition) =>
      new Promise((resolve) => {
        const check = () => {
          if (!condition(arrivals)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    publish: async (topic, text, retain = false) =>
      void (await client.publishAsync(topic, text, { qos: 1, retain })),
    subscribedAgain: async () => void (await once(subscriptions, 'made')),
  };
}
