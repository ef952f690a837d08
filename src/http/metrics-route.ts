import type { Routes } from './server.js';

/** What Prometheus reads; `contentType` names the version of its text format. */
export interface MetricsText {
  contentType: string;
  text(): Promise<string>;
}

/** `/metrics`. */
export function metricsRoute(metrics: MetricsText): Routes {
  return (server) => {
    server.get('/metrics', async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.text()),
    );
  };
}
