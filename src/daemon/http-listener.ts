import type { Channel } from '../channel.js';
import type { Config } from '../config.js';
import { metricsRoute } from '../http/metrics-route.js';
import { HttpServer } from '../http/server.js';
import { supervisionRoutes } from '../http/supervision-routes.js';
import type { NodeMetrics } from '../metrics/node-metrics.js';

/** What `/readyz` asks about. */
export interface Readiness {
  channels(): readonly Pick<Channel, 'progress'>[];
  brokerConnected(): boolean;
}

/** The configured HTTP listener with all that it serves; null when there is to be none. */
export function httpListener(
  http: Config['http'],
  metrics: NodeMetrics,
  readiness: Readiness,
): HttpServer | null {
  if (!http.enabled) return null;
  const { address, port, names, tokenSha256 = null } = http;
  return new HttpServer({ address, port, names, tokenSha256 }, [
    supervisionRoutes(() => lacking(readiness)),
    metricsRoute(metrics),
  ]);
}

function lacking({ channels, brokerConnected }: Readiness): string[] {
  const hears = channels().some((channel) => {
    const { state, heard } = channel.progress();
    return state === 'listening' && heard;
  });
  return [...(hears ? [] : ['no channel hears anything']), ...(brokerConnected() ? [] : ['no broker'])];
}
