import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { withoutPassword } from '../capture/without-password.js';
import { ExitCode, HullprintError } from '../errors.js';

export interface Fleet {
  /** `mqtt:`, `mqtts:`, `ws:` or `wss:`. */
  url: string;
  /** Under this name the broker keeps what comes while the collector is away. */
  clientId: string;
  topics: readonly string[];
  username?: string;
  password?: string;
  /** PEM. */
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** How long the broker keeps the messages of a collector that is away, s (MQTT 5 §3.1.2.11.2). */
const SESSION_SECONDS = 30 * 24 * 3600;
/** CONNACK reason codes that no waiting mends (MQTT 5 §3.2.2.2): bad credentials, not authorized, bad identifier, banned. */
const OF_THE_SETUP = [0x84, 0x85, 0x86, 0x87, 0x8a, 0x8c];

/** One connection to the broker with a session that outlives it. */
export class Subscription {
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  /**
   * Connects and subscribes.
   *
   * @param take handles one message after the other; each is acknowledged when its promise resolves
   * @param onLost called once when the connection has ended
   * @throws HullprintError 78 when broker or collector must be set up otherwise, 69 when the broker is out of reach
   */
  static async open(
    fleet: Fleet,
    take: (topic: string, payload: string) => Promise<void>,
    onLost: (reason: string) => void,
  ): Promise<Subscription> {
    const client = clientOf(fleet);
    let lastError: (Error & { code?: unknown }) | null = null;
    client.on('error', (error) => {
      lastError = error;
    });
    // The acknowledgement waits for the callback. One that never comes leaves the message with the broker, and the
    // stream unread: then an orderly end, also one that has begun, would wait for good.
    client.handleMessage = ({ topic, payload }: IPublishPacket, done) =>
      void take(topic, payload.toString()).then(
        () => done(),
        () => client.stream.destroy(),
      );
    try {
      await new Promise<void>((resolve, reject) => {
        client.once('connect', () => resolve());
        client.once('close', () => reject(lastError ?? new Error('the broker closed the connection')));
      });
      client.once('close', () => onLost(lastError?.message || 'the broker closed the connection'));
      const granted = await client.subscribeAsync([...fleet.topics], { qos: 1 });
      const refused = granted.find(({ qos }) => qos >= 0x80);
      if (refused) throw Object.assign(new Error(`the broker refuses ${refused.topic}`), { code: 0x87 });
    } catch (cause) {
      client.end(true);
      throw brokerError(fleet.url, cause as Error & { code?: unknown });
    }
    return new Subscription(client);
  }

  async close(): Promise<void> {
    await this.#client.endAsync().catch(() => {});
  }
}

function clientOf({ url, topics: _, ...rest }: Fleet): MqttClient {
  const options: IClientOptions = {
    ...rest,
    protocolVersion: 5,
    clean: false,
    properties: { sessionExpiryInterval: SESSION_SECONDS },
    reconnectPeriod: 0,
    resubscribe: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
  };
  try {
    return connect(url, options);
  } catch (cause) {
    throw brokerError(url, Object.assign(cause as Error, { code: 0x85 }));
  }
}

function brokerError(url: string, cause: Error & { code?: unknown }): HullprintError {
  const setup = typeof cause.code === 'number' && OF_THE_SETUP.includes(cause.code);
  return new HullprintError({
    operation: 'subscribe at',
    subject: withoutPassword(url),
    reason: cause.message || String(cause.code),
    hint: setup
      ? "See the broker's log, --username and --password-file, and that its access list grants the topics"
      : 'See that the broker runs there and can be reached',
    exitCode: setup ? ExitCode.configuration : ExitCode.unavailable,
    cause,
  });
}
