import { withoutPassword } from '../capture/without-password.js';
import type { Config } from '../config.js';
import type { Logger } from '../log.js';
import type { Broker } from '../publish/mqtt-connection.js';
import { Publisher, type PublisherOptions } from '../publish/publisher.js';
import type { Store } from '../store/store.js';

/** The publisher of a node as it is configured. Whether there is a broker is told in the log. */
export function nodePublisher(
  { node, mqtt, homeAssistant, outbox }: Config,
  broker: Broker,
  store: Store,
  log: Logger,
  hooks: Pick<PublisherOptions, 'alongside' | 'onSaid'>,
): Publisher {
  const shown = withoutPassword(broker.url);
  let toldError: string | null = null;
  return new Publisher({
    node,
    ...(mqtt.baseTopic && { baseTopic: mqtt.baseTopic }),
    store,
    broker,
    birthTopic: homeAssistant.birthTopic,
    homeAssistant: { announce: homeAssistant.discovery, prefix: homeAssistant.prefix },
    ...hooks,
    onRefused: (reason) => log.warn({ broker: shown }, `no Home Assistant: ${reason}`),
    bounds: { rows: outbox.maxRows, bytes: outbox.maxMegabytes * 1024 * 1024 },
    onBroker: ({ connected, lastError }) => {
      if (connected) log.info({ broker: shown }, 'connected');
      // An outage of days fills no journal: each reason is told once, `health` counts on.
      else if (lastError)
        log[lastError === toldError ? 'debug' : 'warn']({ broker: shown, lastError }, 'no broker');
      toldError = lastError;
    },
  });
}

/** Connects, and tells the log of what a crash left behind. */
export function startPublisher(publisher: Publisher, log: Logger): void {
  for (const { id } of publisher.start()) log.warn({ id }, 'ended a passage that a crash left open');
}
