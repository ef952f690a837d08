import type { Secrets } from '../config/secrets.js';
import type { Config } from '../config.js';
import type { Upstream } from '../http/mqtt-relay.js';
import type { Broker } from '../publish/mqtt-connection.js';

/** How to reach the configured broker; null when the daemon is to start its own. */
export function brokerAddress({ url, version, username }: Config['mqtt'], secrets: Secrets): Broker | null {
  if (!url) return null;
  return {
    url,
    protocolVersion: version === 5 ? 5 : 4,
    ...(username && { username }),
    ...(secrets.password && { password: secrets.password }),
    ...secrets.tls,
  };
}

/** How pages hear that broker: the node's own messages, and the fleet's where the broker lets it. */
export function upstreamOf(broker: Broker, node: string, baseTopic = `hydro/${node}`): Upstream {
  const { url, keepaliveSeconds, clientId = `hullprint-${node}`, ...rest } = broker;
  return {
    url,
    options: {
      ...rest,
      clientId: `${clientId}-page`,
      ...(keepaliveSeconds && { keepalive: keepaliveSeconds }),
    },
    topics: baseTopic.startsWith('hydro/') ? ['hydro/#', `${baseTopic}/#`] : [`${baseTopic}/#`],
  };
}
