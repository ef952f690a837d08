import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Routes } from './server.js';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Nothing from elsewhere, no script in the page itself; `ws:` since a page may be told of another broker. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page at `/` and what it is made of, from a folder that is read once. Assets bear a hash in their names. */
export function pageRoutes(folder: string): Routes {
  const files = new Map<string, { type: string; plain: Buffer; gzip: Buffer }>();
  const load = (path: string, name: string) => {
    const plain = readFileSync(path);
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    files.set(name, { type, plain, gzip: gzipSync(plain, { level: 9 }) });
  };
  load(join(folder, 'index.html'), 'index.html');
  for (const name of readdirSync(join(folder, 'assets'))) load(join(folder, 'assets', name), name);

  const send = (name: string, request: FastifyRequest, reply: FastifyReply) => {
    const file = files.get(name);
    if (!file) return reply.callNotFound();
    const gzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    reply.type(file.type).header('Content-Security-Policy', POLICY).header('Vary', 'Accept-Encoding');
    if (gzip) reply.header('Content-Encoding', 'gzip');
    return reply.send(gzip ? file.gzip : file.plain);
  };
  return (server) => {
    server.get('/', async (request, reply) => send('index.html', request, reply));
    server.get('/assets/:file', async (request, reply) => {
      reply.header('Cache-Control', 'public, max-age=31536000, immutable');
      return send((request.params as { file: string }).file, request, reply);
    });
  };
}
