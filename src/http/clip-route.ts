import { createReadStream, statSync } from 'node:fs';
import { refuse } from './guard.js';
import { idOf } from './history-routes.js';
import type { Routes } from './server.js';

/** `/api/v1/clips/:id`: the sound of a passage, whole or in ranges (RFC 9110 §14), so that a player can jump. */
export function clipRoute(find: (id: string) => { path: string } | null): Routes {
  return (server) => {
    server.get('/api/v1/clips/:id', async ({ params, headers }, reply) => {
      const id = idOf(params);
      const clip = find(id);
      if (!clip) return refuse(reply, 404, 'There is no clip of this passage, or no longer.');
      const { size } = statSync(clip.path);
      reply.type('audio/wav').header('Accept-Ranges', 'bytes');
      reply.header('Content-Disposition', `inline; filename="${id}.wav"`);
      const range = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
      if (!range || (range[1] === '' && range[2] === ''))
        return reply.header('Content-Length', size).send(createReadStream(clip.path));
      const [, first, last] = range as unknown as [string, string, string];
      const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
      const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
      if (start > end) {
        reply.header('Content-Range', `bytes */${size}`);
        return refuse(reply, 416, 'The clip has no such range.');
      }
      return reply
        .code(206)
        .header('Content-Range', `bytes ${start}-${end}/${size}`)
        .header('Content-Length', end - start + 1)
        .send(createReadStream(clip.path, { start, end }));
    });
  };
}
