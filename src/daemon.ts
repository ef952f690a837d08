import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicFactory } from 'ulid';
import { openSource } from './capture/open.js';
import { Channel } from './channel.js';
import type { ChannelConfig, Config, Secrets } from './config.js';
import { PassageTracker } from './decision/passages.js';
import type { HullprintError } from './errors.js';
import { estimateShaft } from './features/shaft.js';
import { healthBody } from './health.js';
import { InferenceTimes } from './inference-times.js';
import { listen } from './listening.js';
import type { Logger } from './log.js';
import { loadModel, type Model } from './model.js';
import { ChannelPipeline } from './pipeline.js';
import {
  effortBody,
  eventBody,
  levelsBody,
  type Provenance,
  referenceOf,
  stateBody,
} from './publish/bodies.js';
import { EmbeddedBroker } from './publish/embedded-broker.js';
import type { Broker } from './publish/mqtt-connection.js';
import { Publisher } from './publish/publisher.js';
import { stateFolder } from './store/state-folder.js';
import { openStore, type Store } from './store/store.js';
import { clockSynchronised } from './system-clock.js';

const HEALTH_SECONDS = 30;
/** A stop is over within five seconds: this much for the channels, the rest for the broker. */
const CHANNELS_END_MS = 1500;
const PUBLISHER_DRAIN_MS = 2500;

/** Builds the channels and services in the order of the data, starts them, and stops them the other way round. */
export class Daemon {
  readonly #config: Config;
  readonly #secrets: Secrets;
  readonly #log: Logger;
  readonly #version: string;
  readonly #abort = new AbortController();
  readonly #times = new InferenceTimes();
  readonly #startedMs = Date.now();
  #store!: Store;
  #embedded: EmbeddedBroker | null = null;
  #publisher!: Publisher;
  #model!: Model;
  #channels: { channel: Channel; config: ChannelConfig }[] = [];
  #listening: Promise<(HullprintError | null)[]> = Promise.resolve([]);
  #healthTimer: NodeJS.Timeout | undefined;
  #synchronised = false;

  constructor(config: Config, secrets: Secrets, log: Logger, version: string) {
    this.#config = config;
    this.#secrets = secrets;
    this.#log = log;
    this.#version = version;
  }

  /** Gives the address of the broker. Throws HullprintError for what a person must mend first. */
  async start(): Promise<string> {
    const { node, mqtt, outbox, model, compute, channels } = this.#config;
    this.#store = openStore(stateFolder(this.#config.stateFolder));
    this.#model = await loadModel(model, compute.backend);
    this.#synchronised = await clockSynchronised();
    const broker = await this.#broker();
    this.#publisher = new Publisher({
      node,
      ...(mqtt.baseTopic && { baseTopic: mqtt.baseTopic }),
      store: this.#store,
      broker,
      bounds: { rows: outbox.maxRows, bytes: outbox.maxMegabytes * 1024 * 1024 },
      onBroker: ({ connected, lastError }) =>
        this.#log[connected ? 'info' : 'warn'](
          { broker: broker.url, lastError },
          connected ? 'connected' : 'no broker',
        ),
    });
    for (const { id } of this.#publisher.start())
      this.#log.warn({ id }, 'ended a passage that a crash left open');
    this.#channels = channels.map((config) => ({ config, channel: this.#buildChannel(config) }));
    this.#say();
    this.#healthTimer = setInterval(() => void this.#beat(), HEALTH_SECONDS * 1000);
    this.#listening = Promise.all(
      bySource(this.#channels).map((group) => {
        const { source: spec, sampleRateHz, realtime } = group[0]!.config;
        const source = openSource(spec, { ...(sampleRateHz && { sampleRateHz }), realtime });
        return listen(
          source,
          group.map(({ channel }) => channel),
          this.#abort.signal,
          this.#log,
        );
      }),
    );
    return broker.url;
  }

  /** Resolves when every source has ended; gives the first error when none could be read. */
  async finished(): Promise<HullprintError | null> {
    const results = await this.#listening;
    return results.every((error) => error !== null) ? (results[0] ?? null) : null;
  }

  /** Ends the open passages, drains the outbox as far as it goes, and is done within five seconds. */
  async stop(): Promise<void> {
    clearInterval(this.#healthTimer);
    this.#abort.abort();
    await Promise.race([this.#listening, sleep(CHANNELS_END_MS, null, { ref: false })]);
    this.#publishHealth();
    await this.#publisher.stop(PUBLISHER_DRAIN_MS);
    await this.#embedded?.stop();
    this.#store.close();
  }

  async #broker(): Promise<Broker> {
    const { url, version, username } = this.#config.mqtt;
    if (!url) {
      this.#embedded = new EmbeddedBroker(this.#config.mqtt.embeddedPort);
      return this.#embedded.start();
    }
    return {
      url,
      protocolVersion: version === 5 ? 5 : 4,
      ...(username && { username }),
      ...(this.#secrets.password && { password: this.#secrets.password }),
      ...this.#secrets.tls,
    };
  }

  #buildChannel(config: ChannelConfig): Channel {
    const calibration = config.calibration ?? null;
    const provenance = (): Provenance => ({
      calibration,
      model: this.#model.identity,
      classes: this.#model.classes,
      clockSynchronised: this.#synchronised,
    });
    const tracker = new PassageTracker({ nextId: monotonicFactory(), pool: this.#model.pool, estimateShaft });
    const stages = {
      calibration,
      compression: config.compression,
      encoder: this.#times.around(this.#model.encoder),
      judge: this.#model.judge,
      tracker,
    };
    const { name } = config;
    let said = '';
    const sayState = (): void => {
      const { state, verdict } = channel;
      const now = [state, verdict.verdict.size, verdict.passage].join(' ');
      if (now === said) return;
      said = now;
      this.#publisher.state(name, stateBody(state, verdict, verdict.sinceMs ?? Date.now()));
    };
    const channel: Channel = new Channel(name, config.input, (emit) => new ChannelPipeline(stages, emit), {
      output: (output) => {
        switch (output.type) {
          case 'passage':
            this.#publisher.event(name, eventBody(output.passage, provenance()), output.passage.heardUntilMs);
            this.#log.info({ channel: name, ...summary(output.passage) }, `passage ${output.passage.phase}`);
            break;
          case 'assessment':
            sayState();
            break;
          case 'levels':
            this.#publisher.levels(
              name,
              levelsBody(output.span, output.frames, channel.decidecadeHz, calibration),
            );
        }
      },
      effort: ({ span, secondsHeard, gaps }) =>
        this.#publisher.effort(name, effortBody(span, secondsHeard, gaps)),
      state: (state, reason) => {
        if (reason) this.#log.warn({ channel: name, reason }, state);
        sayState();
      },
    });
    return channel;
  }

  /** Says what this node is. */
  #say(): void {
    const { manifest, identity, classes, encoder } = this.#model;
    const { name, device, kind } = encoder.backend;
    this.#log.info(
      { model: manifest.name, identity, backend: name, device, skipped: encoder.skipped },
      'model loaded',
    );
    this.#publisher.info({
      time: new Date().toISOString(),
      versions: { hullprint: this.#version, nodejs: process.versions.node },
      model: { name: manifest.name, version: manifest.version, identity },
      backend: { name, device, kind },
      channels: this.#channels.map(({ config }) => ({
        channel: config.name,
        source: config.source,
        reference: referenceOf(config.calibration ?? null),
        calibration: config.calibration ?? null,
      })),
      classes: { identity: classes, names: [] },
      url: null,
    });
    this.#publishHealth();
  }

  async #beat(): Promise<void> {
    this.#synchronised = await clockSynchronised();
    this.#publishHealth();
  }

  #publishHealth(): void {
    this.#publisher.health(
      healthBody(
        this.#channels,
        this.#times.take(),
        this.#synchronised,
        (Date.now() - this.#startedMs) / 1000,
      ),
    );
  }
}

function summary({ id, size, confidence, evidence }: import('./decision/passage.js').PassageEvent) {
  return {
    id,
    size,
    confidence,
    splDb: evidence.splDb,
    shaftHz: evidence.shaftHz,
    bladeCount: evidence.bladeCount,
  };
}

/** Channels that hear the same device share it. */
function bySource<Item extends { config: ChannelConfig }>(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const { source, sampleRateHz, realtime } = item.config;
    const key = JSON.stringify([source, sampleRateHz, realtime]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
