import type { Channel } from '../channel.js';
import type { Config } from '../config.js';
import { clipRoute } from '../http/clip-route.js';
import { historyRoutes } from '../http/history-routes.js';
import { metricsRoute } from '../http/metrics-route.js';
import { HttpServer } from '../http/server.js';
import { supervisionRoutes } from '../http/supervision-routes.js';
import type { NodeMetrics } from '../metrics/node-metrics.js';
import { accessTokenSha256 } from '../store/access-token.js';
import type { Kept } from './kept.js';

/** What is served. */
export interface Served {
  /** State folder, which holds the hash of the token. */
  folder: string;
  metrics: NodeMetrics;
  kept: Kept;
  channels(): readonly Pick<Channel, 'name' | 'progress'>[];
  brokerConnected(): boolean;
}

/** The configured HTTP listener with all that it serves; null when there is to be none. */
export function httpListener(http: Config['http'], served: Served): HttpServer | null {
  if (!http.enabled) return null;
  const { address, port, names, tokenSha256 } = http;
  const { folder, metrics, kept, channels } = served;
  const tokens = () => [tokenSha256, accessTokenSha256(folder)].filter((each) => each != null);
  return new HttpServer({ address, port, names, tokens, readersNeedToken: tokenSha256 !== undefined }, [
    supervisionRoutes(() => lacking(served)),
    metricsRoute(metrics),
    historyRoutes(kept.history(() => channels().map(({ name }) => name))),
    clipRoute((id) => kept.shelf.find(id)),
  ]);
}

function lacking({ channels, brokerConnected }: Served): string[] {
  const hears = channels().some((channel) => {
    const { state, heard } = channel.progress();
    return state === 'listening' && heard;
  });
  return [...(hears ? [] : ['no channel hears anything']), ...(brokerConnected() ? [] : ['no broker'])];
}
