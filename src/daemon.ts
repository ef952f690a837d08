import { setTimeout as sleep } from 'node:timers/promises';
import { withoutPassword } from './capture/without-password.js';
import type { Secrets } from './config/secrets.js';
import type { Config } from './config.js';
import { brokerAddress } from './daemon/broker-address.js';
import { configuredModel } from './daemon/live-model.js';
import { buildNode, type NodeParts } from './daemon/node-parts.js';
import { startPublisher } from './daemon/node-publisher.js';
import type { ServiceManager } from './daemon/service-manager.js';
import { ServiceReport } from './daemon/service-report.js';
import { type SharedSource, sharedSources } from './daemon/shared-sources.js';
import { HullprintError } from './errors.js';
import type { Logger } from './log.js';
import { EmbeddedBroker } from './publish/embedded-broker.js';
import type { Broker } from './publish/mqtt-connection.js';
import { lockFolder } from './store/folder-lock.js';
import { stateFolder } from './store/state-folder.js';
import { openStore } from './store/store.js';

/** A stop is over within five seconds: this much for the channels, the rest for the broker. */
const CHANNELS_END_MS = 1500;
const PUBLISHER_DRAIN_MS = 2500;
const after = (ms: number) => sleep(ms, undefined, { ref: false });

/** Builds the parts of a node, starts them, and stops them the other way round. */
export class Daemon {
  readonly #config: Config;
  readonly #secrets: Secrets;
  readonly #log: Logger;
  readonly #version: string;
  readonly #open: typeof sharedSources;
  readonly #report: ServiceReport | null;
  /** Null until all of them are built. */
  #parts: NodeParts | null = null;
  /** Ends each part that may have begun; run from the last to the first. */
  readonly #ends: (() => void | Promise<void>)[] = [];
  #stopped: Promise<void> | undefined;
  #finish!: (error: Error | null) => void;
  readonly #finished = new Promise<Error | null>((resolve) => {
    this.#finish = resolve;
  });

  /**
   * @param manager told how the daemon does; null when nobody has asked
   * @param open gives what the channels hear; a soak opens what fails
   */
  constructor(
    config: Config,
    secrets: Secrets,
    log: Logger,
    version: string,
    manager: ServiceManager | null = null,
    open: typeof sharedSources = sharedSources,
  ) {
    this.#config = config;
    this.#secrets = secrets;
    this.#log = log;
    this.#version = version;
    this.#open = open;
    this.#report =
      manager &&
      new ServiceReport(
        manager,
        () => this.#parts?.listeners.channels ?? [],
        () => this.#brokerRemark,
      );
  }

  /** Gives the address of the broker, without a password. Throws HullprintError for what a person must mend first; `stop` then tidies up. */
  async start(): Promise<string> {
    const config = this.#config;
    const log = this.#log;
    const version = this.#version;
    const sourcesOf = (channels: Config['channels']) =>
      this.#open(channels, (level, message) => log[level](message));
    const sources = sourcesOf(config.channels);
    const shipped = await configuredModel(config.model, config.compute);
    const folder = stateFolder(config.stateFolder);
    this.#ends.push(lockFolder(folder));
    const store = openStore(folder);
    this.#ends.push(() => store.close());
    const broker = await this.#broker();
    const fail = this.#finish;
    const given = { config, version, shipped, folder, store, broker, log, sourcesOf, fail };
    this.#parts = buildNode(given);
    await this.#begin(this.#parts, sources);
    return withoutPassword(broker.url);
  }

  /** Where its page is; null when none is served. Known when it has started. */
  get url(): string | null {
    return this.#parts?.node.url ?? null;
  }

  /**
   * Resolves when every source has ended, or when something fails that the daemon cannot do without. Gives the error
   * that ended it: null when at least one source was read to its end.
   */
  finished(): Promise<Error | null> {
    return this.#finished;
  }

  /**
   * Takes another configuration while it runs (`LiveNode`). What cannot change while it runs stays as it was, and the
   * log says so.
   *
   * @param read gives the configuration; what it throws refuses it, and all stays as it was
   */
  async reload(read: () => Config): Promise<void> {
    if (!this.#parts || this.#stopped) return;
    this.#report?.reloading();
    try {
      const take = await this.#parts.node.prepare(read());
      await take().catch(this.#finish);
      this.#report?.reloaded();
    } catch (error) {
      if (!(error instanceof HullprintError)) return this.#finish(error as Error);
      this.#log.error(`reload refused, the old configuration stays: ${error.message}`);
      this.#report?.reloaded(`reload refused: ${error.message}`);
    }
  }

  /**
   * Ends the open passages, drains the outbox as far as it goes, and is done within five seconds. To be called when
   * `start` is over, well or not. Throws what could not be ended; the rest is ended all the same.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** Each end is noted before its part begins, so that a part that fails on the way is ended too. */
  async #begin(parts: NodeParts, sources: SharedSource[]): Promise<void> {
    const { node, publisher, heartbeat, pages, clock, kept, ais, listeners, classWatch, drift } = parts;
    this.#ends.push(() => publisher.stop(PUBLISHER_DRAIN_MS));
    this.#ends.push(() => heartbeat.say()); // As it was at the end, channels and all.
    this.#ends.push(() => pages?.stop());
    node.url = (await pages?.start(this.#log)) ?? null;
    startPublisher(publisher, this.#log);
    // Before the broker answers with what it keeps for Home Assistant, which is held against it.
    node.sayInfo();
    this.#ends.push(
      () => kept.stop(),
      () => clock.stop(),
    );
    // What is kept can be said again now; and nothing is thrown away for its age before the clock is known.
    await clock.start();
    kept.start();
    this.#ends.push(() => ais?.stop());
    await ais?.start();
    this.#ends.push(() => Promise.race([listeners.stop().catch(() => {}), after(CHANNELS_END_MS)]));
    listeners.start(sources);
    void listeners.finished.then(this.#finish);
    for (const each of [classWatch, drift, heartbeat]) {
      this.#ends.push(() => each.stop());
      each.start();
    }
    this.#report?.start();
  }

  async #stop(): Promise<void> {
    this.#report?.stop();
    const errors: Error[] = [];
    for (const end of this.#ends.reverse()) {
      try {
        await end();
      } catch (error) {
        errors.push(error as Error);
      }
    }
    const [first, ...others] = errors;
    for (const { message } of others) this.#log.error(message);
    if (first) throw first;
  }

  /** The broker that is configured, or one of its own. */
  async #broker(): Promise<Broker> {
    const { mqtt } = this.#config;
    const address = brokerAddress(mqtt, this.#secrets);
    if (address) return address;
    const embedded = new EmbeddedBroker(mqtt.embeddedPort);
    this.#ends.push(() => embedded.stop());
    return embedded.start();
  }

  get #brokerRemark(): string | null {
    const lastError = this.#parts?.publisher.broker.lastError;
    return lastError ? `no broker: ${lastError}` : null;
  }
}
