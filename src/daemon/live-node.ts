import type { Config } from '../config.js';
import type { Logger } from '../log.js';
import { type Model, modelIdentity } from '../model.js';
import type { Publisher } from '../publish/publisher.js';
import type { Store } from '../store/store.js';
import { channelRecorder } from './channel-recorder.js';
import { fixedKeysChanged } from './fixed-keys.js';
import type { Heartbeat } from './heartbeat.js';
import type { Listeners } from './listeners.js';
import { configuredModel, type LiveModel } from './live-model.js';
import { nodeInfo } from './node-info.js';
import type { SharedSource } from './shared-sources.js';

export interface ChangingParts {
  live: LiveModel;
  listeners: Listeners;
  publisher: Publisher;
  heartbeat: Heartbeat;
  store: Store;
  log: Logger;
  sourcesOf: (channels: Config['channels']) => SharedSource[];
}

/** A node as it is configured now: configuration, model and classes may change while its channels listen. */
export class LiveNode {
  /** Where its page is; null when none is served. */
  url: string | null = null;
  readonly #version: string;
  readonly #parts: ChangingParts;
  #config: Config;

  constructor(config: Config, version: string, parts: ChangingParts) {
    this.#config = config;
    this.#version = version;
    this.#parts = parts;
  }

  get config(): Config {
    return this.#config;
  }

  /**
   * Makes ready for another configuration and gives what takes it: channels that stay the same then miss no sample and
   * keep their passage, another model judges from the next block on. Throws HullprintError where it can't be had; until
   * it is taken all stays as it was.
   */
  async prepare(config: Config): Promise<() => Promise<void>> {
    const { sourcesOf, live, listeners, heartbeat, log } = this.#parts;
    const sources = sourcesOf(config.channels);
    const isNew = (await modelIdentity(config.model)) !== live.model.identity;
    const shipped = isNew ? await configuredModel(config.model, this.#config.compute) : null;
    return async () => {
      const fixed = fixedKeysChanged(this.#config, config);
      if (fixed.length) log.warn(`take effect at the next restart: ${fixed.join(', ')}`);
      this.#config = { ...this.#config, model: config.model, channels: config.channels, log: config.log };
      log.level = config.log.level;
      if (shipped) this.#useModel(shipped);
      await listeners.change(sources);
      this.sayInfo();
      heartbeat.say();
      log.info({ channels: config.channels.map(({ name }) => name) }, 'configuration reloaded');
    };
  }

  /** Says what it is: model, channels, classes, page. */
  sayInfo(): void {
    const { publisher, live } = this.#parts;
    publisher.info(nodeInfo(this.#version, live.model, this.#config.channels, this.url));
  }

  /** Another process enrolled, or undid it: the next block is judged by the classes as they are now. */
  takeClasses(): void {
    const { live, listeners } = this.#parts;
    live.takeClasses();
    const { judge } = live.model;
    for (const channel of listeners.channels) channel.exchange({ judge });
    this.sayInfo();
  }

  #useModel(shipped: Model): void {
    const { live, listeners, store } = this.#parts;
    live.replace(shipped);
    const { encoder, model } = live;
    const { compression, judge, pool } = model;
    for (const { channel, config } of listeners.heard) {
      const recorder = channelRecorder(config, model, store);
      channel.exchange({ compression, judge, pool, encoder, recorder });
    }
  }
}
