import type { Store } from '../store/store.js';
import type { Backoff } from './backoff.js';
import { Announcement } from './home-assistant/announcement.js';
import {
  type EffortMessage,
  type EventMessage,
  type HealthMessage,
  type InfoMessage,
  type LevelsMessage,
  SCHEMA,
  type StateMessage,
} from './messages.js';
import type { Broker } from './mqtt-connection.js';
import { type BrokerState, type KeptTopic, MqttPublisher } from './mqtt-publisher.js';
import { OpenPassages } from './open-passages.js';
import { Outbox, type OutboxBounds, type OutboxSummary } from './outbox.js';
import { type Topics, topicsOf } from './topics.js';

export interface PublisherOptions {
  node: string;
  /** `hydro/<node>` unless given. */
  baseTopic?: string;
  store: Store;
  broker: Broker;
  bounds?: OutboxBounds;
  backoff?: Backoff;
  /** Keep levels in the outbox while there is no broker, instead of giving them up (a write to disk each 10 s). */
  keepLevels?: boolean;
  /** Home Assistant's; `homeassistant/status` unless given. */
  birthTopic?: string;
  /** Whether Home Assistant is told of the node, and under which prefix it looks. */
  homeAssistant?: { announce: boolean; prefix: string };
  /** Told when the broker refuses that announcement. */
  onRefused?: (reason: string) => void;
  onBroker?: (state: BrokerState) => void;
  /** Runs in the transaction that puts an event into the outbox: both are on disk, or neither. */
  alongside?: (event: EventMessage) => void;
  /** Told of all that is said of a channel, whether there is a broker or not. */
  onSaid?: (said: Said) => void;
}

/** What was said of a channel. */
export type Said =
  | { kind: 'event'; message: EventMessage }
  | { kind: 'state'; message: StateMessage }
  | { kind: 'levels'; message: LevelsMessage }
  | { kind: 'effort'; message: EffortMessage };

/** What a caller says; the publisher adds who says it. */
export type Body<Message> = Omit<Message, 'schema' | 'node' | 'channel' | 'replayed'>;
export type HealthBody = Omit<Body<HealthMessage>, 'outbox' | 'broker'>;

/** What the daemon says to the world. Everything goes to the topics and in the shapes of `messages.ts`. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #topics: Topics;
  readonly #outbox: Outbox;
  readonly #passages: OpenPassages;
  readonly #mqtt: MqttPublisher;
  readonly #homeAssistant: Announcement | null;
  #levelsUnsent = 0;

  constructor(options: PublisherOptions) {
    const { node, baseTopic, store, broker, bounds, backoff, birthTopic, homeAssistant, onBroker } = options;
    this.#options = options;
    this.#topics = topicsOf(node, baseTopic);
    this.#outbox = new Outbox(store, bounds);
    this.#passages = new OpenPassages(store);
    this.#homeAssistant = homeAssistant ? new Announcement(homeAssistant, node, this.#topics) : null;
    this.#mqtt = new MqttPublisher({
      broker: { clientId: `hullprint-${node}`, ...broker },
      statusTopic: this.#topics.status,
      outbox: this.#outbox,
      ...(backoff && { backoff }),
      ...(birthTopic && { birthTopic }),
      ...(this.#homeAssistant && { kept: this.#keptAt(this.#homeAssistant) }),
      ...(onBroker && { onState: onBroker }),
    });
  }

  /** Connects. Passages that a crash left open are published as ended, under their ids; gives those events. */
  start(): EventMessage[] {
    const endings = this.#passages.endings();
    for (const event of endings) this.#announce(event, Date.parse(event.end!));
    this.#mqtt.start();
    return endings;
  }

  /** Drains what it can within the given time, says `offline` and disconnects. The store stays open. */
  async stop(withinMs = 4000): Promise<void> {
    await this.#mqtt.stop(withinMs);
  }

  get broker(): BrokerState {
    return this.#mqtt.state;
  }

  get outbox(): OutboxSummary {
    return this.#outbox.summary();
  }

  /**
   * Announces a passage. When this returns the event is on disk and survives a crash or power cut.
   * `heardUntilMs` is the instant (UTC, ms) up to which the passage was heard: its end, should the node crash now.
   * Throws a `HullprintError` when the database cannot be written (74 disk full).
   */
  event(channel: string, body: Body<EventMessage>, heardUntilMs: number): void {
    this.#announce({ ...this.#from(channel), ...body, replayed: false }, heardUntilMs);
  }

  /** Says a passage that has ended again, with other times; `within` runs in the transaction that brings it to disk. */
  sayAgain(event: EventMessage, within: (said: EventMessage) => void): void {
    const said = { ...event, replayed: false };
    this.#outbox.put('event', this.#topics.event(event.channel), JSON.stringify(said), () => within(said));
    this.#mqtt.wake();
    this.#options.onSaid?.({ kind: 'event', message: said });
  }

  /** The verdict now, retained. */
  state(channel: string, body: Body<StateMessage>): void {
    const message: StateMessage = { ...this.#from(channel), ...body };
    this.#retain(this.#topics.state(channel), message);
    this.#options.onSaid?.({ kind: 'state', message });
  }

  levels(channel: string, body: Body<LevelsMessage>): void {
    const topic = this.#topics.levels(channel);
    const message: LevelsMessage = { ...this.#from(channel), ...body };
    const payload = JSON.stringify(message);
    this.#options.onSaid?.({ kind: 'levels', message });
    if (this.#mqtt.send(topic, payload)) return;
    if (this.#options.keepLevels) this.#outbox.put('levels', topic, payload);
    else this.#levelsUnsent++;
  }

  /** On disk when this returns. */
  effort(channel: string, body: Body<EffortMessage>): void {
    const message: EffortMessage = { ...this.#from(channel), ...body, replayed: false };
    this.#outbox.put('effort', this.#topics.effort(channel), JSON.stringify(message));
    this.#mqtt.wake();
    this.#options.onSaid?.({ kind: 'effort', message });
  }

  /** Retained. */
  health(body: HealthBody): void {
    this.#retain(this.#topics.health, this.healthMessage(body));
  }

  /** What `health` would say: the publisher adds outbox and broker. */
  healthMessage(body: HealthBody): HealthMessage {
    const { rows, bytes, oldestMs, dropped } = this.outbox;
    const { connections, lastError } = this.broker;
    return {
      schema: SCHEMA,
      node: this.#options.node,
      ...body,
      outbox: {
        rows,
        bytes,
        oldest: oldestMs === null ? null : new Date(oldestMs).toISOString(),
        dropped: { ...dropped, levels: dropped.levels + this.#levelsUnsent },
      },
      broker: { connections, lastError },
    };
  }

  /** Retained; Home Assistant is told the same in its own way. */
  info(body: Body<InfoMessage>): void {
    const info: InfoMessage = { schema: SCHEMA, node: this.#options.node, ...body };
    this.#retain(this.#topics.info, info);
    const announcement = this.#homeAssistant?.of(info);
    if (announcement) this.#mqtt.retain(this.#homeAssistant!.topic, announcement);
  }

  #keptAt(announcement: Announcement): KeptTopic {
    const { topic } = announcement;
    return {
      topic,
      held: (payload) => {
        const mended = announcement.held(payload);
        if (mended !== null) this.#mqtt.retain(topic, mended);
      },
      refused: (reason) => this.#options.onRefused?.(reason),
    };
  }

  #announce(event: EventMessage, heardUntilMs: number): void {
    this.#outbox.put('event', this.#topics.event(event.channel), JSON.stringify(event), () => {
      this.#passages.note(event, heardUntilMs);
      this.#options.alongside?.(event);
    });
    this.#mqtt.wake();
    this.#options.onSaid?.({ kind: 'event', message: event });
  }

  #retain(topic: string, message: StateMessage | HealthMessage | InfoMessage): void {
    this.#mqtt.retain(topic, JSON.stringify(message));
  }

  #from(channel: string): { schema: typeof SCHEMA; node: string; channel: string } {
    return { schema: SCHEMA, node: this.#options.node, channel };
  }
}
