import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { HealthMessage } from '../publish/messages.js';
import type { BrokerState } from '../publish/mqtt-publisher.js';
import type { Said } from '../publish/publisher.js';
import { ChannelMetrics } from './channel-metrics.js';
import { processMetrics } from './process-metrics.js';

/** What the node knows of itself at the moment that it is asked. */
export interface NodeState {
  health(): HealthMessage;
  broker(): BrokerState;
}

const INFERENCE_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * What Prometheus is told of a node, under names that end in their units. Counts run from the start of the daemon;
 * gauges are read when they are asked for.
 */
export class NodeMetrics {
  readonly #registry = new Registry();
  readonly #channels: ChannelMetrics;
  readonly #inference: Histogram;
  readonly #windows: Counter;
  readonly #state: NodeState;
  /** Read once for each answer. */
  #health: HealthMessage | null = null;

  constructor(node: string, state: NodeState) {
    this.#state = state;
    const registers = [this.#registry];
    this.#registry.setDefaultLabels({ node });
    this.#channels = new ChannelMetrics({ registers, channels: () => this.#health?.channels ?? [] });
    this.#inference = new Histogram({
      name: 'hullprint_inference_duration_seconds',
      help: 'Time of one forward pass, which may hold windows of several channels',
      buckets: INFERENCE_BUCKETS_SECONDS,
      registers,
    });
    this.#windows = new Counter({
      name: 'hullprint_windows_total',
      help: 'Analysis windows that went through the encoder',
      registers,
    });
    brokerMetrics(registers, { broker: () => state.broker(), health: () => this.#health! });
    processMetrics(registers);
  }

  /** Takes note of what the node says. */
  said(said: Said): void {
    this.#channels.said(said);
  }

  inferred(windows: number, seconds: number): void {
    this.#windows.inc(windows);
    this.#inference.observe(seconds);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text that Prometheus reads. */
  text(): Promise<string> {
    this.#health = this.#state.health();
    return this.#registry.metrics();
  }
}

function brokerMetrics(registers: Registry[], state: NodeState): void {
  new Gauge({
    name: 'hullprint_broker_connected',
    help: '1 while the node is connected to its broker, else 0',
    registers,
    collect() {
      this.set(state.broker().connected ? 1 : 0);
    },
  });
  new Counter({
    name: 'hullprint_broker_connections_total',
    help: 'Connections to the broker that came to be',
    registers,
    collect() {
      this.reset();
      this.inc(state.broker().connections);
    },
  });
  new Gauge({
    name: 'hullprint_outbox_rows',
    help: 'Messages that wait for the broker',
    registers,
    collect() {
      this.set(state.health().outbox.rows);
    },
  });
  new Gauge({
    name: 'hullprint_outbox_bytes',
    help: 'Size of the messages that wait for the broker',
    registers,
    collect() {
      this.set(state.health().outbox.bytes);
    },
  });
  new Counter({
    name: 'hullprint_messages_dropped_total',
    help: 'Messages that were given up: for want of room since the database was made, levels for want of a connection since start',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset();
      for (const [kind, count] of Object.entries(state.health().outbox.dropped)) this.inc({ kind }, count);
    },
  });
  new Gauge({
    name: 'hullprint_clock_synchronised',
    help: '1 while the clock of the system is synchronised, else 0',
    registers,
    collect() {
      this.set(state.health().clock.synchronised ? 1 : 0);
    },
  });
}
