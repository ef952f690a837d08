import websocket from '@fastify/websocket';
import { Aedes, type AedesPublishPacket } from 'aedes';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { createWebSocketStream, type WebSocket } from 'ws';
import type { Routes } from './server.js';

export interface Upstream {
  /** Address of the broker that the node publishes to. */
  url: string;
  options: IClientOptions;
  /** What of it pages may see, the first that the broker grants: `hydro/#` for a whole fleet, or the node's own. */
  topics: readonly string[];
}

/** Whether the broker behind it can be heard: retained, `online` or `offline`. */
const BROKER_TOPIC = 'relay/broker';
/** Messages that say how things are: whoever comes later gets the latest. */
const LASTING = /\/(status|info|health|state)$/;
/**
 * A page that is so far behind is cut off; it comes back by itself. Aedes would wait for it to catch up, and let all the
 * others wait too, with a queue that has no bound.
 */
const BEHIND_BYTES = 4 * 1024 * 1024;
const CUT_OFF_MS = 1;
const PAGES = 200;
const RECONNECT_MS = 2000;

/**
 * What the node's broker says, over WebSocket at `/mqtt`, for pages: to read alone. Pages never see the broker nor its
 * password, and however many there are, broker and pipeline serve one subscriber.
 */
export class MqttRelay {
  readonly #upstream: Upstream;
  readonly #pages = new Set<WebSocket>();
  /** How many pages ask for each topic. */
  readonly #asked = new Map<string, number>();
  #aedes: Aedes | undefined;
  #client: MqttClient | undefined;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  async start(): Promise<void> {
    const aedes = await Aedes.createBroker({ drainTimeout: CUT_OFF_MS });
    this.#aedes = aedes;
    aedes.authorizePublish = (_client, _packet, done) => done(new Error('to read alone'));
    aedes.on('subscribe', (subscriptions) => {
      for (const { topic } of subscriptions) this.#count(topic, 1);
    });
    aedes.on('unsubscribe', (topics) => {
      for (const topic of topics) this.#count(topic, -1);
    });
    this.#pass(BROKER_TOPIC, 'offline', true);
    const { url, options, topics } = this.#upstream;
    const client = connect(url, { ...options, reconnectPeriod: RECONNECT_MS, clean: true });
    client.on('connect', () => {
      this.#pass(BROKER_TOPIC, 'online', true);
      void subscribe(client, topics);
    });
    client.on('close', () => this.#pass(BROKER_TOPIC, 'offline', true));
    client.on('error', () => {});
    client.on('message', (topic, payload) => this.#pass(topic, payload, LASTING.test(topic)));
    this.#client = client;
  }

  async stop(): Promise<void> {
    this.#client?.end(true);
    for (const page of this.#pages) page.terminate();
    await new Promise<void>((resolve) => (this.#aedes ? this.#aedes.close(resolve) : resolve()));
  }

  /** Whether some page asks for this very topic: what is made for pages alone need not be made otherwise. */
  wants(topic: string): boolean {
    return (this.#asked.get(topic) ?? 0) > 0;
  }

  /** Says something to pages alone. */
  say(topic: string, payload: string | Buffer): void {
    this.#pass(topic, payload, false);
  }

  readonly routes: Routes = async (server) => {
    await server.register(websocket, {
      options: {
        maxPayload: 64 * 1024,
        handleProtocols: (offered: Set<string>) => offered.has('mqtt') && 'mqtt',
      },
    });
    server.get('/mqtt', { websocket: true }, (socket) => this.#take(socket));
  };

  #take(socket: WebSocket): void {
    if (this.#pages.size >= PAGES || !this.#aedes) {
      socket.close(1013, 'too many pages');
      return;
    }
    this.#pages.add(socket);
    socket.on('close', () => this.#pages.delete(socket));
    const stream = createWebSocketStream(socket, { writableHighWaterMark: BEHIND_BYTES });
    stream.on('error', () => {});
    this.#aedes.handle(stream);
  }

  #pass(topic: string, payload: string | Buffer, retain: boolean): void {
    const packet = { cmd: 'publish', topic, payload, retain, qos: 0, dup: false } as AedesPublishPacket;
    this.#aedes?.publish(packet, () => {});
  }

  #count(topic: string, by: number): void {
    this.#asked.set(topic, Math.max(0, (this.#asked.get(topic) ?? 0) + by));
  }
}

/** Subscriptions that overlap would bring each message twice (MQTT 5 §3.3.4). */
async function subscribe(client: MqttClient, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    const [granted] = await client.subscribeAsync(topic, { qos: 0 }).catch(() => []);
    if (granted && granted.qos < 0x80) return;
  }
}
