import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { ExitCode, HullprintError } from '../errors.js';
import type { Broker } from './mqtt-connection.js';

const LOOPBACK = '127.0.0.1';
/** A subscriber that takes nothing for so long is cut off: until then all others wait for it. */
const DRAIN_TIMEOUT_MS = 2000;

/**
 * The broker of a node that has no other: loopback only, MQTT 3.1.1 (aedes speaks no 5), nothing kept over a restart.
 */
export class EmbeddedBroker {
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #aedes: Aedes | undefined;
  #server: Server | undefined;

  /** Port 0 takes a free one. */
  constructor(port = 1883) {
    this.#port = port;
  }

  /** How to reach it. Throws a `HullprintError` (69) when the port is taken. */
  async start(): Promise<Broker> {
    const aedes = await Aedes.createBroker({ drainTimeout: DRAIN_TIMEOUT_MS });
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      aedes.handle(socket);
    });
    try {
      server.listen(this.#port, LOOPBACK);
      await once(server, 'listening');
    } catch (cause) {
      aedes.close();
      throw portError(this.#port, cause as NodeJS.ErrnoException);
    }
    this.#aedes = aedes;
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    return { url: `mqtt://${LOOPBACK}:${port}`, protocolVersion: 4 };
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    this.#aedes?.close();
    // The server waits for every connection, and aedes knows only those that have said who they are.
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = undefined;
    this.#aedes = undefined;
  }
}

function portError(port: number, cause: NodeJS.ErrnoException): HullprintError {
  const taken = cause.code === 'EADDRINUSE';
  const another = 'Choose another port (mqtt.embeddedPort in the configuration, --port for the demo)';
  return new HullprintError({
    operation: 'start the embedded broker on',
    subject: `${LOOPBACK}:${port}`,
    reason: taken ? 'the port is taken, perhaps by another broker' : cause.message,
    hint: taken
      ? `${another}, or give that broker's address (mqtt.url: mqtt://${LOOPBACK}:${port})`
      : another,
    exitCode: ExitCode.unavailable,
    cause,
  });
}
