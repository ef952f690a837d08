import { connect, type IClientOptions, type MqttClient } from 'mqtt';

/** How to reach the broker; secrets are values, whoever reads the configuration has read their files. */
export interface Broker {
  /** `mqtt:`, `mqtts:`, `ws:` or `wss:`. */
  url: string;
  /** 5, or 4 for MQTT 3.1.1 (the embedded broker speaks no 5). */
  protocolVersion?: 4 | 5;
  clientId?: string;
  username?: string;
  password?: string | Buffer;
  /** PEM. */
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  keepaliveSeconds?: number;
}

export interface ConnectionEvents {
  /** `window`: how many QoS 1 messages the broker takes unacknowledged. */
  connected(window: number): void;
  message(topic: string, payload: string, retained: boolean): void;
  /** Once, also when the connection never came to be. */
  closed(reason: string | null): void;
}

/** Below the 20 of mosquitto's default, so that 3.1.1 brokers, which do not tell theirs, are safe too. */
const WINDOW = 16;
const CONNECT_TIMEOUT_MS = 15_000;
/** QoS 0 messages are given up when this much waits in a slow socket. */
const SOCKET_BACKLOG_BYTES = 1024 * 1024;

/**
 * One connection from CONNECT to close, never reopened: mqtt.js would send what it holds in memory again by itself,
 * out of step with the outbox, and at a fixed period.
 */
export class MqttConnection {
  readonly #client: MqttClient;
  #lastError: string | null = null;
  #inFlight = 0;

  /** Throws when the URL or the certificates are unusable. */
  constructor(broker: Broker, statusTopic: string, events: ConnectionEvents) {
    this.#client = connect(broker.url, clientOptions(broker, statusTopic));
    this.#client.on('connect', (connack) => {
      events.connected(Math.min(WINDOW, connack.properties?.receiveMaximum ?? WINDOW));
    });
    this.#client.on('message', (topic, payload, packet) =>
      events.message(topic, payload.toString(), packet.retain),
    );
    this.#client.on('disconnect', (packet) => {
      this.#lastError ??=
        packet.properties?.reasonString ?? `the broker closed (reason ${packet.reasonCode})`;
    });
    this.#client.on('error', (error) => {
      this.#lastError = describe(error);
    });
    this.#client.once('close', () => {
      this.#client.end(true);
      events.closed(this.#lastError);
    });
  }

  /** Messages sent and not yet acknowledged. */
  get inFlight(): number {
    return this.#inFlight;
  }

  get congested(): boolean {
    return this.#client.stream.writableLength > SOCKET_BACKLOG_BYTES;
  }

  /**
   * `done` comes at the PUBACK (QoS 1) or when written (QoS 0); a refusal closes the connection instead, unless
   * somebody takes it.
   */
  publish(
    topic: string,
    payload: string,
    qos: 0 | 1,
    retain: boolean,
    done: () => void,
    refused = (reason: string): void => this.close(reason),
  ): void {
    this.#inFlight++;
    this.#client.publish(topic, payload, { qos, retain }, (error) => {
      this.#inFlight--;
      if (!error) return done();
      // A number is the broker's reason code; without one the connection has ended, which `closed` tells.
      if (typeof (error as { code?: unknown }).code === 'number') {
        refused(`the broker refuses ${topic}: ${describe(error)}`);
      }
    });
  }

  /** A refusal is not an error: the broker may keep the topic to itself. */
  subscribe(topic: string): void {
    this.#client.subscribe(topic, { qos: 1 }, () => {});
  }

  /** Says goodbye, so that the broker keeps the last will to itself. */
  disconnect(): Promise<void> {
    return new Promise((resolve) => this.#client.end(false, {}, () => resolve()));
  }

  /** Cuts the connection. */
  close(reason: string): void {
    this.#lastError ??= reason;
    this.#client.end(true);
  }
}

function clientOptions(broker: Broker, statusTopic: string): IClientOptions {
  const { url: _, keepaliveSeconds = 30, protocolVersion = 5, ...rest } = broker;
  return {
    ...rest,
    protocolVersion,
    keepalive: keepaliveSeconds,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    clean: true,
    will: { topic: statusTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
  };
}

/** Node gives refused dual-stack connections an empty message. */
function describe(error: Error & { code?: unknown }): string {
  return error.message || String(error.code ?? error.name);
}
