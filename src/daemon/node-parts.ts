import type { Config } from '../config.js';
import { ClassBook } from '../enrollment/class-book.js';
import { DriftReader } from '../history/drift.js';
import { InferenceTimes } from '../inference-times.js';
import type { Logger } from '../log.js';
import { NodeMetrics } from '../metrics/node-metrics.js';
import type { Model } from '../model.js';
import type { Broker } from '../publish/mqtt-connection.js';
import type { Store } from '../store/store.js';
import { AisWatch } from './ais-watch.js';
import { announcedChannel, type ChannelServices } from './announced-channel.js';
import { ClassWatch } from './class-watch.js';
import type { ClockWatch } from './clock-watch.js';
import { DriftWatch } from './drift-watch.js';
import { Heartbeat } from './heartbeat.js';
import { Kept } from './kept.js';
import { Listeners } from './listeners.js';
import { LiveModel } from './live-model.js';
import { LiveNode } from './live-node.js';
import { nodeClasses } from './node-classes.js';
import { nodeClock } from './node-clock.js';
import { NodePages } from './node-pages.js';
import { nodePublisher } from './node-publisher.js';
import type { SharedSource } from './shared-sources.js';

/** What a node is built from. */
export interface NodeGiven {
  config: Config;
  version: string;
  shipped: Model;
  folder: string;
  store: Store;
  broker: Broker;
  log: Logger;
  sourcesOf: (channels: Config['channels']) => SharedSource[];
  /** Told of what the node cannot do without. */
  fail: (error: Error) => void;
}

export type NodeParts = ReturnType<typeof buildNode>;

/**
 * Builds the parts of a node; none has begun. Some need each other, and find each other when they are called. It is done
 * in one go, so that no class is taught between the reading of two parts.
 */
export function buildNode({
  config,
  version,
  shipped,
  folder,
  store,
  broker,
  log,
  sourcesOf,
  fail,
}: NodeGiven) {
  const clock: ClockWatch = nodeClock(
    store,
    () => kept,
    () => publisher,
    log,
  );
  const kept: Kept = new Kept(store, folder, config.node, config, () => clock.tellsAge);
  const metrics = new NodeMetrics(config.node, {
    health: () => publisher.healthMessage(heartbeat.health({ count: 0, medianMs: null, maxMs: null })),
    broker: () => publisher.broker,
  });
  const publisher = nodePublisher(config, broker, store, log, {
    alongside: (event) => kept.keeper.event(event),
    onSaid: (said) => {
      metrics.said(said);
      kept.said(said);
    },
  });
  const times = new InferenceTimes((windows, seconds) => metrics.inferred(windows, seconds));
  const book = new ClassBook(store);
  const live = new LiveModel(shipped, book, times, log);
  const classWatch = new ClassWatch(book, () => node.takeClasses());
  const channelNames = () => node.config.channels.map(({ name }) => name);
  const drift = new DriftWatch(new DriftReader(store), book, channelNames, log);
  const { ais: receiver, position } = config;
  const ais = receiver && position ? new AisWatch(receiver, position, log) : null;
  const classes = nodeClasses(
    book,
    kept,
    folder,
    () => node.config.model,
    () => drift.classes(),
  );
  const channels = () => listeners.channels;
  const brokerConnected = () => publisher.broker.connected;
  const pages = config.http.enabled
    ? new NodePages(config, { folder, broker, kept, metrics, classes, channels, brokerConnected })
    : null;
  const services: ChannelServices = {
    live,
    publisher,
    store,
    kept,
    view: pages?.view ?? null,
    ais,
    log,
    isSure: (timeMs) => clock.isSure(timeMs),
    fail,
  };
  const listeners = new Listeners((channel) => announcedChannel(channel, services), log);
  const heartbeat = new Heartbeat({ listeners, publisher, drift, clock, times, log });
  const node: LiveNode = new LiveNode(config, version, {
    live,
    listeners,
    publisher,
    heartbeat,
    store,
    log,
    sourcesOf,
  });
  return { node, clock, kept, publisher, classWatch, drift, ais, pages, listeners, heartbeat };
}
