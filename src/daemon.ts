import { setTimeout as sleep } from 'node:timers/promises';
import { withoutPassword } from './capture/without-password.js';
import type { Channel } from './channel.js';
import type { Secrets } from './config/secrets.js';
import type { Config } from './config.js';
import { AisWatch } from './daemon/ais-watch.js';
import { announcedChannel, type ChannelServices } from './daemon/announced-channel.js';
import { brokerAddress } from './daemon/broker-address.js';
import { channelRecorder } from './daemon/channel-recorder.js';
import { ClassWatch } from './daemon/class-watch.js';
import type { ClockWatch } from './daemon/clock-watch.js';
import { DriftWatch } from './daemon/drift-watch.js';
import { fixedKeysChanged } from './daemon/fixed-keys.js';
import { Heartbeat } from './daemon/heartbeat.js';
import { Kept } from './daemon/kept.js';
import { Listeners } from './daemon/listeners.js';
import { LiveModel } from './daemon/live-model.js';
import { nodeClasses } from './daemon/node-classes.js';
import { nodeClock } from './daemon/node-clock.js';
import { nodeInfo } from './daemon/node-info.js';
import { NodePages } from './daemon/node-pages.js';
import { startPublisher } from './daemon/node-publisher.js';
import type { ServiceManager } from './daemon/service-manager.js';
import { ServiceReport } from './daemon/service-report.js';
import { sharedSources } from './daemon/shared-sources.js';
import { ClassBook } from './enrollment/class-book.js';
import { HullprintError } from './errors.js';
import { DriftReader } from './history/drift.js';
import { InferenceTimes } from './inference-times.js';
import type { Logger } from './log.js';
import { NodeMetrics } from './metrics/node-metrics.js';
import { loadModel, type Model, modelIdentity } from './model.js';
import { EmbeddedBroker } from './publish/embedded-broker.js';
import type { Broker } from './publish/mqtt-connection.js';
import type { Publisher } from './publish/publisher.js';
import { lockFolder } from './store/folder-lock.js';
import { stateFolder } from './store/state-folder.js';
import { openStore, type Store } from './store/store.js';

/** A stop is over within five seconds: this much for the channels, the rest for the broker. */
const CHANNELS_END_MS = 1500;
const PUBLISHER_DRAIN_MS = 2500;

/** Builds the channels and services in the order of the data, starts them, and stops them the other way round. */
export class Daemon {
  #config: Config;
  readonly #secrets: Secrets;
  readonly #log: Logger;
  readonly #version: string;
  readonly #open: typeof sharedSources;
  readonly #metrics: NodeMetrics;
  readonly #times = new InferenceTimes((windows, seconds) => this.#metrics.inferred(windows, seconds));
  #store: Store | null = null;
  #kept: Kept | null = null;
  #embedded: EmbeddedBroker | null = null;
  #publisher: Publisher | null = null;
  #live: LiveModel | null = null;
  #listeners: Listeners | null = null;
  #pages: NodePages | null = null;
  #url: string | null = null;
  #classWatch: ClassWatch | null = null;
  #drift: DriftWatch | null = null;
  #ais: AisWatch | null = null;
  readonly #heartbeat: Heartbeat;
  #stopped: Promise<void> | undefined;
  #clock: ClockWatch | null = null;
  readonly #report: ServiceReport | null;
  #unlock: () => void = () => {};
  #fail: (error: HullprintError) => void = () => {};
  /** Resolves when something breaks that the daemon cannot do without. */
  readonly #failed = new Promise<HullprintError>((resolve) => {
    this.#fail = resolve;
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
    this.#heartbeat = new Heartbeat({
      heard: () => this.#listeners?.heard ?? [],
      publisher: () => this.#publisher,
      drift: () => this.#drift!,
      clock: () => this.#clock!,
      times: this.#times,
      log,
    });
    this.#metrics = new NodeMetrics(config.node, {
      health: () =>
        this.#publisher!.healthMessage(this.#heartbeat.health({ count: 0, medianMs: null, maxMs: null })),
      broker: () => this.#publisher!.broker,
    });
    this.#report =
      manager &&
      new ServiceReport(
        manager,
        () => this.#channels,
        () => this.#brokerRemark,
      );
  }

  /** Gives the address of the broker, without a password. Throws HullprintError for what a person must mend first; `stop` then tidies up. */
  async start(): Promise<string> {
    const { channels, compute } = this.#config;
    const sources = this.#sources(channels);
    const shipped = await this.#load(this.#config.model, compute);
    const folder = stateFolder(this.#config.stateFolder);
    this.#store = openStore(folder);
    this.#unlock = lockFolder(folder);
    const clock = nodeClock(
      this.#store,
      () => this.#kept!,
      () => this.#publisher!,
      this.#log,
    );
    this.#clock = clock;
    this.#kept = new Kept(this.#store, folder, this.#config.node, this.#config, () => clock.tellsAge);
    const book = new ClassBook(this.#store);
    this.#classWatch = new ClassWatch(book, () => this.#takeClasses());
    const names = () => this.#config.channels.map(({ name }) => name);
    this.#drift = new DriftWatch(new DriftReader(this.#store), book, names, this.#log);
    const live = new LiveModel(shipped, book, this.#times, this.#log);
    this.#live = live;
    const broker = await this.#broker();
    await this.#servePages(folder, broker, this.#kept, book, this.#drift);
    const publisher = startPublisher(this.#config, broker, this.#store, this.#log, {
      alongside: (event) => this.#kept!.keeper.event(event),
      onSaid: (said) => {
        this.#metrics.said(said);
        this.#kept!.said(said);
      },
    });
    this.#publisher = publisher;
    this.#publishInfo();
    // Now what is kept can be said again, and before anything is thrown away for its age.
    await clock.start();
    this.#kept.start();
    const { ais, position } = this.#config;
    this.#ais = ais && position ? new AisWatch(ais, position, this.#log) : null;
    await this.#ais?.start();
    const services = this.#services(live, publisher, this.#store);
    this.#listeners = new Listeners((config) => announcedChannel(config, services), this.#log);
    this.#listeners.start(sources);
    this.#classWatch.start();
    this.#drift.start();
    this.#report?.start();
    this.#heartbeat.start();
    return withoutPassword(broker.url);
  }

  /** Where its page is; null when none is served. Known when it has started. */
  get url(): string | null {
    return this.#url;
  }

  /**
   * Resolves when every source has ended, or when nothing can be stored any more. Gives the error that ended it:
   * null when at least one source was read to its end.
   */
  finished(): Promise<HullprintError | null> {
    return Promise.race([this.#failed, this.#listeners!.finished]);
  }

  /**
   * Takes another configuration while it runs: channels that stay the same miss no sample and keep their passage, an
   * other model judges from the next block on. What cannot change while it runs stays as it was, and the log says so.
   *
   * @param read gives the configuration; what it throws refuses it, and all stays as it was
   */
  async reload(read: () => Config): Promise<void> {
    this.#report?.reloading();
    try {
      await this.#change(read());
      this.#report?.reloaded();
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      this.#log.error(`reload refused, the old configuration stays: ${error.message}`);
      this.#report?.reloaded(`reload refused: ${error.message}`);
    }
  }

  /** Ends the open passages, drains the outbox as far as it goes, and is done within five seconds. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#heartbeat.stop();
    await this.#pages?.stop();
    this.#classWatch?.stop();
    this.#drift?.stop();
    this.#report?.stop();
    const ended = this.#listeners?.stop().catch(() => {});
    await Promise.race([ended, sleep(CHANNELS_END_MS, null, { ref: false })]);
    this.#ais?.stop();
    this.#clock?.stop();
    await this.#kept?.stop();
    this.#heartbeat.say();
    await this.#publisher?.stop(PUBLISHER_DRAIN_MS);
    await this.#embedded?.stop();
    this.#store?.close();
    this.#unlock();
  }

  async #broker(): Promise<Broker> {
    const address = brokerAddress(this.#config.mqtt, this.#secrets);
    if (address) return address;
    this.#embedded = new EmbeddedBroker(this.#config.mqtt.embeddedPort);
    return this.#embedded.start();
  }

  #sources(channels: Config['channels']) {
    return this.#open(channels, (level, message) => this.#log[level](message));
  }

  #load(model: string, { backend, device }: Config['compute']): Promise<Model> {
    return loadModel(model, backend, { gpuOnly: device === 'gpu' });
  }

  async #change(config: Config): Promise<void> {
    const sources = this.#sources(config.channels);
    const live = this.#live!;
    const isNew = (await modelIdentity(config.model)) !== live.model.identity;
    const shipped = isNew ? await this.#load(config.model, this.#config.compute) : null;
    const fixed = fixedKeysChanged(this.#config, config);
    if (fixed.length) this.#log.warn(`take effect at the next restart: ${fixed.join(', ')}`);
    // From here on nothing fails.
    this.#config = { ...this.#config, model: config.model, channels: config.channels, log: config.log };
    this.#log.level = config.log.level;
    if (shipped) this.#useModel(live, shipped);
    await this.#listeners!.change(sources);
    this.#publishInfo();
    this.#heartbeat.say();
    this.#log.info({ channels: config.channels.map(({ name }) => name) }, 'configuration reloaded');
  }

  #useModel(live: LiveModel, shipped: Model): void {
    live.replace(shipped);
    const { encoder, model } = live;
    const { compression, judge, pool } = model;
    for (const { channel, config } of this.#listeners!.heard) {
      const recorder = channelRecorder(config, model, this.#store!);
      channel.exchange({ compression, judge, pool, encoder, recorder });
    }
  }

  /** Another process enrolled, or undid it: the next block is judged by the classes as they are now. */
  #takeClasses(): void {
    this.#live!.takeClasses();
    const { judge } = this.#live!.model;
    for (const channel of this.#channels) channel.exchange({ judge });
    this.#publishInfo();
  }

  #services(live: LiveModel, publisher: Publisher, store: Store): ChannelServices {
    return {
      live,
      publisher,
      store,
      kept: this.#kept!,
      view: this.#pages?.view ?? null,
      ais: this.#ais,
      log: this.#log,
      isSure: (timeMs) => this.#clock!.isSure(timeMs),
      fail: this.#fail,
    };
  }

  #publishInfo(): void {
    this.#publisher!.info(nodeInfo(this.#version, this.#live!.model, this.#config.channels, this.#url));
  }

  get #channels(): Channel[] {
    return (this.#listeners?.heard ?? []).map(({ channel }) => channel);
  }

  get #brokerRemark(): string | null {
    const lastError = this.#publisher?.broker.lastError;
    return lastError ? `no broker: ${lastError}` : null;
  }

  async #servePages(
    folder: string,
    broker: Broker,
    kept: Kept,
    book: ClassBook,
    drift: DriftWatch,
  ): Promise<void> {
    if (!this.#config.http.enabled) return;
    this.#pages = new NodePages(this.#config, {
      ...{ folder, broker, kept, metrics: this.#metrics },
      classes: nodeClasses(
        book,
        kept,
        folder,
        () => this.#config.model,
        () => drift.classes(),
      ),
      channels: () => this.#channels,
      brokerConnected: () => this.#publisher?.broker.connected ?? false,
    });
    this.#url = await this.#pages.start(this.#log);
  }
}
