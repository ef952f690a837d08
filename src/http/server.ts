import { isIPv6, type Socket } from 'node:net';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { ExitCode, HullprintError } from '../errors.js';
import { type Admission, guard, refuse } from './guard.js';
import { PROBLEM_TYPE, problem } from './problem.js';

export interface HttpOptions extends Admission {
  /** Loopback or, with a token, another address of this board. */
  address: string;
  /** 0 takes a free one. */
  port: number;
  /** The head of a request must have come within this, so that none can hold a connection open by dripping; its body within six times this. */
  requestTimeoutMs?: number;
}

export type Routes = (server: FastifyInstance) => void | Promise<void>;

const REQUEST_TIMEOUT_MS = 10_000;
/** A recording takes longer than a head. */
const BODY_TAKES = 6;
const BODY_BYTES = 64 * 1024;
const CONNECTIONS = 256;

/** The node's HTTP listener. What it serves is handed to it; every refusal is a problem document (RFC 9457). */
export class HttpServer {
  readonly #options: HttpOptions;
  readonly #routes: readonly Routes[];
  readonly #server: FastifyInstance;

  constructor(options: HttpOptions, routes: readonly Routes[]) {
    this.#options = options;
    this.#routes = routes;
    const { requestTimeoutMs: headersTimeout = REQUEST_TIMEOUT_MS } = options;
    this.#server = fastify({
      bodyLimit: BODY_BYTES,
      requestTimeout: BODY_TAKES * headersTimeout,
      http: { headersTimeout, connectionsCheckingInterval: headersTimeout / 10 },
      forceCloseConnections: true,
      clientErrorHandler: refuseMalformed,
      // What is wrong with an address before any route sees it.
      frameworkErrors: (error, _request, reply) => {
        refuse(reply as FastifyReply, error.statusCode ?? 400, 'The address is malformed, or too long.');
      },
    });
    this.#server.server.maxConnections = CONNECTIONS;
    // A form of another site can send text; JSON it cannot, without asking first.
    this.#server.removeContentTypeParser('text/plain');
  }

  /** Gives the URL. Throws a `HullprintError` (69) when it cannot listen there. */
  async start(): Promise<string> {
    const { address, port } = this.#options;
    this.#server.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
        'X-Content-Type-Options': 'nosniff',
      });
    });
    await guard(this.#server, this.#options);
    this.#refuse();
    for (const add of this.#routes) await add(this.#server);
    try {
      await this.#server.listen({ host: address, port });
    } catch (cause) {
      throw listenError(address, port, cause as NodeJS.ErrnoException);
    }
    const bound = this.#server.server.address() as { port: number };
    return `http://${isIPv6(address) ? `[${address}]` : address}:${bound.port}`;
  }

  async stop(): Promise<void> {
    await this.#server.close();
  }

  #refuse(): void {
    this.#server.setNotFoundHandler((_request, reply) =>
      reply.code(404).type(PROBLEM_TYPE).send(problem(404, 'There is nothing at this address.')),
    );
    this.#server.setErrorHandler((error: FastifyError | HullprintError, _request, reply) => {
      const status = error instanceof HullprintError ? statusOf(error) : (error.statusCode ?? 500);
      // What went wrong inside is nobody's business outside.
      return reply
        .code(status)
        .type(PROBLEM_TYPE)
        .send(problem(status, status < 500 ? error.message : undefined));
    });
  }
}

/** What whoever asked can mend is told in the words of the command line; the rest is the node's own trouble. */
function statusOf({ exitCode }: HullprintError): number {
  return ASKED_WRONGLY.includes(exitCode) ? 422 : 503;
}

const ASKED_WRONGLY: readonly number[] = [ExitCode.usage, ExitCode.data, ExitCode.noInput];

/** What is no HTTP at all, or comes too slowly. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = JSON.stringify(problem(status));
  socket.end(
    `HTTP/1.1 ${status} ${problem(status).title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function listenError(address: string, port: number, cause: NodeJS.ErrnoException): HullprintError {
  const taken = cause.code === 'EADDRINUSE';
  return new HullprintError({
    operation: 'open the HTTP listener',
    subject: `${address}:${port}`,
    reason: taken ? 'another program listens there' : cause.message,
    hint: 'Choose another http.port or http.address in the configuration, or switch it off with http.enabled: false.',
    exitCode: ExitCode.unavailable,
    cause,
  });
}
