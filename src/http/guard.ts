import cookies from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, isOfAnotherSite, isToken, namesThisNode } from './admission.js';
import { PROBLEM_TYPE, problem } from './problem.js';
import { Sessions } from './sessions.js';

export interface Admission {
  /** Names besides its addresses and its own that the node is asked by. */
  names: readonly string[];
  /** SHA-256 (hexadecimal) of the tokens there are; asked anew each time. */
  tokens: () => readonly string[];
  /** Whether reading wants a token too: where others than this board can reach the node. */
  readersNeedToken: boolean;
}

/** Open to everybody: whoever supervises the node holds no token, and who has none yet must see where to give it. */
const OPEN = ['/healthz', '/readyz', '/api/v1/session', '/', '/assets/:file'];
const READING = ['GET', 'HEAD', 'OPTIONS'];
const READS_A_MINUTE = 6000;
const CHANGES_A_MINUTE = 120;
const TRIES_A_MINUTE = 10;

/**
 * Lets requests in. Reading is free on loopback; whatever changes something needs the token, as a bearer or in the
 * cookie of a session, and must not come from a page of another site.
 */
export async function guard(server: FastifyInstance, admission: Admission): Promise<void> {
  const { names, tokens, readersNeedToken } = admission;
  const sessions = new Sessions();
  await server.register(cookies);
  await server.register(rateLimit, {
    global: true,
    max: (request) => (reads(request) ? READS_A_MINUTE : CHANGES_A_MINUTE),
    timeWindow: 60_000,
    keyGenerator: (request) => `${request.ip} ${reads(request) ? 'reads' : 'changes'}`,
  });
  const admitted = (request: FastifyRequest) =>
    isToken(bearerOf(request.headers.authorization), tokens()) ||
    sessions.has(request.cookies[sessions.cookie]);

  server.addHook('onRequest', async (request, reply) => {
    if (!namesThisNode(request.headers.host ?? '', names))
      return refuse(
        reply,
        421,
        'The Host header names another server; http.names in the configuration adds names.',
      );
    const opens = request.headers.upgrade !== undefined;
    // Nobody else closes the connection of a WebSocket that is refused.
    if (opens) reply.raw.once('finish', () => request.raw.socket.destroySoon());
    const most = request.routeOptions.bodyLimit;
    if (most !== undefined && Number(request.headers['content-length']) > most)
      return refuse(reply, 413, `A request may have ${most} bytes at most here.`);
    if ((opens || !reads(request)) && isOfAnotherSite(request.headers))
      return refuse(reply, 403, 'A page of another site may neither change anything here nor listen in.');
    const open = OPEN.includes(request.routeOptions.url ?? '') || (reads(request) && !readersNeedToken);
    if (open || admitted(request)) return;
    reply.header('WWW-Authenticate', 'Bearer');
    const none = tokens().length === 0;
    const hint = none
      ? 'This node has no token yet: hullprint token makes one.'
      : 'The token is missing or wrong.';
    return refuse(reply, 401, hint);
  });

  const cookie = { path: '/', httpOnly: true, sameSite: 'strict' } as const;
  const limit = { config: { rateLimit: { max: TRIES_A_MINUTE } } };
  server.get('/api/v1/session', async (request) => ({
    admitted: admitted(request),
    mayRead: !readersNeedToken || admitted(request),
  }));
  server.post('/api/v1/session', limit, async (request, reply) => {
    const { token } = (request.body ?? {}) as { token?: unknown };
    if (typeof token !== 'string' || !isToken(token, tokens()))
      return refuse(reply, 401, 'That is not the token. hullprint token makes a new one.');
    return reply
      .setCookie(sessions.cookie, sessions.open(), { ...cookie, maxAge: sessions.seconds })
      .code(204)
      .send();
  });
  server.delete('/api/v1/session', async (request, reply) => {
    sessions.close(request.cookies[sessions.cookie]);
    return reply.clearCookie(sessions.cookie, cookie).code(204).send();
  });
}

const reads = ({ method }: { method: string }) => READING.includes(method);

export function refuse(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).type(PROBLEM_TYPE).send(problem(status, detail));
}
