import { PROBLEM_TYPE, problem } from './problem.js';
import type { Routes } from './server.js';

/**
 * `/healthz`: the daemon answers. `/readyz`: it hears something and its broker hears it.
 *
 * @param lacking what the node lacks to do its work; nothing when it does
 */
export function supervisionRoutes(lacking: () => string[]): Routes {
  return (server) => {
    server.get('/healthz', async () => ({ status: 'ok' }));
    server.get('/readyz', async (_request, reply) => {
      const lacks = lacking();
      if (lacks.length === 0) return { status: 'ok' };
      return reply
        .code(503)
        .type(PROBLEM_TYPE)
        .send(problem(503, lacks.join('; ')));
    });
  };
}
