import { setTimeout as sleep } from 'node:timers/promises';
import { type Backoff, backoffMs } from './backoff.js';
import { type Broker, MqttConnection } from './mqtt-connection.js';
import type { Outbox } from './outbox.js';
import { OutboxCursor } from './outbox-cursor.js';

export interface BrokerState {
  connected: boolean;
  /** Connections that came to be since start. */
  connections: number;
  /** Why the latest attempt or connection ended; `null` while connected and when stopped. */
  lastError: string | null;
}

export interface MqttPublisherOptions {
  broker: Broker;
  statusTopic: string;
  outbox: Outbox;
  backoff?: Backoff;
  /** Home Assistant says `online` here when it has started and forgotten everything. */
  birthTopic?: string;
  /** A retained topic that others may have written to before: what the broker holds there is told. */
  kept?: KeptTopic;
  /** Told at every change. */
  onState?: (state: BrokerState) => void;
}

/** A topic that the broker may refuse without harm to the rest. */
export interface KeptTopic {
  topic: string;
  held(payload: string): void;
  refused(reason: string): void;
}

const defaultBackoff: Backoff = { firstMs: 1000, longestMs: 60_000 };
/** A connection that lived this long was a good one, and the next attempt comes soon again. */
const GOOD_CONNECTION_MS = 10_000;

/**
 * Keeps a connection to the broker and sends over it: the retained topics, each with its latest value, and then the
 * outbox in order. Delivery is at least once: a crash or loss between PUBLISH and PUBACK sends a message again,
 * equal but for `replayed`. Without a broker it goes on trying and the outbox fills up to its bounds.
 */
export class MqttPublisher {
  readonly #options: MqttPublisherOptions;
  readonly #backoff: Backoff;
  /** Latest value by topic; what is in `#unsent` has yet to go out on this connection. */
  readonly #retained = new Map<string, string>();
  readonly #unsent = new Set<string>();
  #connection: MqttConnection | undefined;
  /** Set while connected. */
  #cursor: OutboxCursor | undefined;
  #window = 0;
  #attempt = 0;
  #connectedAtMs = 0;
  #retry: NodeJS.Timeout | undefined;
  #settling: NodeJS.Immediate | undefined;
  #running = false;
  #state: BrokerState = { connected: false, connections: 0, lastError: null };
  #onIdle: () => void = () => {};

  constructor(options: MqttPublisherOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? defaultBackoff;
  }

  get state(): BrokerState {
    return this.#state;
  }

  start(): void {
    this.#running = true;
    this.retain(this.#options.statusTopic, 'online');
    this.#connect();
  }

  /** Sets the value of a retained topic: sent now, and again on every connection and birth. */
  retain(topic: string, payload: string): void {
    this.#retained.set(topic, payload);
    this.#unsent.add(topic);
    this.#pump();
  }

  /** Sends at QoS 0; gives false when there is no connection or it does not keep up. */
  send(topic: string, payload: string): boolean {
    if (!this.#cursor || !this.#connection || this.#connection.congested) return false;
    this.#connection.publish(topic, payload, 0, false, () => this.#pump());
    return true;
  }

  /** Says that the outbox has something new. */
  wake(): void {
    this.#pump();
  }

  /** Sends what it can within the given time, says `offline` and disconnects. What is left stays in the outbox. */
  async stop(withinMs: number): Promise<void> {
    this.#running = false;
    clearTimeout(this.#retry);
    const connection = this.#connection;
    if (this.#cursor && connection) {
      const farewellMs = withinMs * 0.25;
      await atMost(withinMs - farewellMs, this.#idle());
      await atMost(farewellMs, this.#sayGoodbye(connection));
    }
    connection?.close('stopped');
    this.#lose(connection, 'stopped');
  }

  #connect(): void {
    const { broker, statusTopic, birthTopic = 'homeassistant/status', kept } = this.#options;
    try {
      const connection: MqttConnection = new MqttConnection(broker, statusTopic, {
        connected: (window) => {
          this.#window = window;
          this.#connectedAtMs = performance.now();
          this.#cursor = this.#stored(() => new OutboxCursor(this.#options.outbox));
          if (!this.#cursor) return;
          this.#change({ connected: true, connections: this.#state.connections + 1, lastError: null });
          connection.subscribe(birthTopic);
          if (kept) connection.subscribe(kept.topic);
          this.#sendRetainedAgain();
        },
        // A retained birth is an old one: what it asks for has just been sent.
        message: (topic, payload, retained) => {
          if (topic === birthTopic && payload === 'online' && !retained) this.#sendRetainedAgain();
          if (topic === kept?.topic) kept.held(payload);
        },
        closed: (reason) => this.#lose(connection, reason ?? 'the connection was lost'),
      });
      this.#connection = connection;
    } catch (error) {
      this.#retryLater((error as Error).message);
    }
  }

  #lose(connection: MqttConnection | undefined, reason: string): void {
    if (connection !== this.#connection) return;
    this.#settle();
    // A broker that takes the connection and drops it at once is not a broker that is back.
    const goodMs = Math.min(GOOD_CONNECTION_MS, this.#backoff.longestMs);
    if (this.#cursor && performance.now() - this.#connectedAtMs > goodMs) this.#attempt = 0;
    this.#connection = undefined;
    this.#cursor = undefined;
    this.#onIdle();
    this.#retryLater(reason);
  }

  #retryLater(reason: string): void {
    this.#change({ ...this.#state, connected: false, lastError: this.#running ? reason : null });
    if (!this.#running) return;
    this.#retry = setTimeout(() => this.#connect(), backoffMs(this.#attempt++, this.#backoff));
  }

  #sendRetainedAgain(): void {
    for (const topic of this.#retained.keys()) this.#unsent.add(topic);
    this.#pump();
  }

  /** Sends as much as the window lets through: what is retained first, then the outbox. */
  #pump(): void {
    const connection = this.#connection;
    const cursor = this.#cursor;
    if (!connection || !cursor) return;
    while (connection.inFlight < this.#window) {
      const [topic] = this.#unsent;
      if (topic !== undefined) {
        this.#unsent.delete(topic);
        this.#publishRetained(connection, topic);
        continue;
      }
      const row = this.#stored(() => cursor.next());
      if (row === undefined) break;
      connection.publish(row.topic, row.payload, row.qos, false, () => {
        cursor.acknowledge(row.seq);
        this.#settling ??= setImmediate(() => this.#settle());
        this.#pump();
      });
    }
    if (connection.inFlight === 0) this.#onIdle();
  }

  #publishRetained(connection: MqttConnection, topic: string): void {
    const { kept } = this.#options;
    const refused = (reason: string): void => {
      this.#retained.delete(topic);
      kept?.refused(reason);
      this.#pump();
    };
    const mayBeRefused = topic === kept?.topic ? [refused] : [];
    connection.publish(topic, this.#retained.get(topic)!, 1, true, () => this.#pump(), ...mayBeRefused);
  }

  #settle(): void {
    clearImmediate(this.#settling);
    this.#settling = undefined;
    this.#stored(() => this.#cursor?.settle());
  }

  /** A disk that fails here costs the connection, not the daemon: the rows are sent again on the next one. */
  #stored<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.#connection?.close((error as Error).message);
      return undefined;
    }
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = resolve;
      this.#pump();
    });
  }

  async #sayGoodbye(connection: MqttConnection): Promise<void> {
    await new Promise<void>((resolve) => {
      connection.publish(this.#options.statusTopic, 'offline', 1, true, resolve);
    });
    await connection.disconnect();
  }

  #change(state: BrokerState): void {
    this.#state = state;
    this.#options.onState?.(state);
  }
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const timeout = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: timeout.signal }).catch(() => {})]);
  timeout.abort();
}
