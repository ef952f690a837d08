import { basename, dirname } from 'node:path';
import send from '@fastify/send';
import { refuse } from './guard.js';
import { idOf } from './history-routes.js';
import type { Routes } from './server.js';

/** `/api/v1/clips/:id`: the sound of a passage, whole or in ranges, so that a player can jump. */
export function clipRoute(find: (id: string) => { path: string } | null): Routes {
  return (server) => {
    server.get('/api/v1/clips/:id', async (request, reply) => {
      const id = idOf(request.params);
      const clip = find(id);
      if (!clip) return refuse(reply, 404, 'There is no clip of this passage, or no longer.');
      const file = { root: dirname(clip.path), cacheControl: false };
      const found = await send(request.raw, encodeURIComponent(basename(clip.path)), file);
      reply.code(found.statusCode).headers(found.headers);
      if (found.type === 'error') return refuse(reply, found.statusCode, 'The clip has no such range.');
      reply.type('audio/wav').header('Content-Disposition', `inline; filename="${id}.wav"`);
      return reply.send(found.stream);
    });
  };
}
