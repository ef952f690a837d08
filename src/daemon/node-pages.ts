import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Channel } from '../channel.js';
import type { Config } from '../config.js';
import { HullprintError } from '../errors.js';
import { type Classes, classRoutes } from '../http/class-routes.js';
import { clipRoute } from '../http/clip-route.js';
import { historyRoutes } from '../http/history-routes.js';
import { metricsRoute } from '../http/metrics-route.js';
import { MqttRelay } from '../http/mqtt-relay.js';
import { openApiRoute } from '../http/openapi.js';
import { pageRoutes } from '../http/page-routes.js';
import { HttpServer } from '../http/server.js';
import { supervisionRoutes } from '../http/supervision-routes.js';
import type { Logger } from '../log.js';
import type { NodeMetrics } from '../metrics/node-metrics.js';
import type { Broker } from '../publish/mqtt-connection.js';
import { accessTokenSha256 } from '../store/access-token.js';
import { version } from '../version.js';
import { upstreamOf } from './broker-address.js';
import type { Kept } from './kept.js';
import { LiveView } from './live-view.js';

/** The page, built beside the program. */
const PAGE = fileURLToPath(new URL('../web', import.meta.url));

/** What is served. */
export interface Served {
  /** State folder, which holds the hash of the token. */
  folder: string;
  broker: Broker;
  metrics: NodeMetrics;
  kept: Kept;
  classes: Classes;
  channels(): readonly Pick<Channel, 'name' | 'progress'>[];
  brokerConnected(): boolean;
}

/** What a node serves over HTTP: the page with its relay of the broker, the API, metrics and supervision. */
export class NodePages {
  /** What pages are shown while they look. */
  readonly view: LiveView;
  readonly #server: HttpServer;
  readonly #relay: MqttRelay;

  constructor({ http, node, mqtt: { baseTopic } }: Pick<Config, 'http' | 'node' | 'mqtt'>, served: Served) {
    const { address, port, names, tokenSha256 } = http;
    const { folder, broker, metrics, kept, classes, channels } = served;
    const relay = new MqttRelay(upstreamOf(broker, node, baseTopic));
    const tokens = () => [tokenSha256, accessTokenSha256(folder)].filter((each) => each != null);
    const options = { address, port, names, tokens, readersNeedToken: tokenSha256 !== undefined };
    this.#relay = relay;
    this.view = new LiveView(relay, node, baseTopic);
    this.#server = new HttpServer(options, [
      supervisionRoutes(() => lacking(served)),
      metricsRoute(metrics),
      historyRoutes(kept.history(() => channels().map(({ name }) => name))),
      clipRoute((id) => kept.shelf.find(id)),
      classRoutes(classes),
      openApiRoute(version),
      relay.routes,
      ...(existsSync(PAGE) ? [pageRoutes(PAGE)] : []),
    ]);
  }

  /** Gives the URL; null when it cannot listen there, which costs the pages and not the hearing. */
  async start(log: Logger): Promise<string | null> {
    try {
      const url = await this.#server.start();
      await this.#relay.start();
      return url;
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      log.error(error.message);
      return null;
    }
  }

  async stop(): Promise<void> {
    await this.#relay.stop();
    await this.#server.stop();
  }
}

function lacking({ channels, brokerConnected }: Served): string[] {
  const hears = channels().some((channel) => {
    const { state, heard } = channel.progress();
    return state === 'listening' && heard;
  });
  return [...(hears ? [] : ['no channel hears anything']), ...(brokerConnected() ? [] : ['no broker'])];
}
