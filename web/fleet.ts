import mqtt, { type MqttClient } from 'mqtt';
import type {
  EventMessage,
  HealthMessage,
  InfoMessage,
  LevelsMessage,
  StateMessage,
} from '../src/publish/messages.js';

export interface ChannelView {
  name: string;
  state?: StateMessage;
  levels?: LevelsMessage;
  /** The passage that was told of last. */
  event?: EventMessage;
}

export interface NodeView {
  name: string;
  /** What its topics begin with. */
  base: string;
  status: 'online' | 'offline';
  info?: InfoMessage;
  health?: HealthMessage;
  channels: Map<string, ChannelView>;
}

export type Connection = 'connecting' | 'online' | 'broker-gone' | 'gone';

const OF_NODE = ['status', 'info', 'health'];
const OF_CHANNEL = ['event', 'state', 'levels'];

/** All that the broker has told since the page was opened, and what is told next. */
export class Fleet {
  readonly nodes = new Map<string, NodeView>();
  connection: Connection = 'connecting';
  readonly #client: MqttClient;
  readonly #changed = new Set<() => void>();
  readonly #watched = new Map<string, Set<(payload: Uint8Array) => void>>();
  #due = false;

  constructor(url: string, topics: string[]) {
    this.#client = mqtt.connect(url, {
      protocolVersion: 4,
      reconnectPeriod: 1500,
      connectTimeout: 8000,
      // Its other timers live in a worker made from text, which the page's policy forbids.
      timerVariant: 'native',
    });
    this.#client.on('connect', () => {
      this.#become('online');
      this.#client.subscribe(topics);
      for (const topic of this.#watched.keys()) this.#client.subscribe(topic);
    });
    this.#client.on('close', () => this.#become('gone'));
    this.#client.on('error', () => {});
    this.#client.on('message', (topic, payload) => this.#take(topic, payload));
  }

  /** Calls back at most once a frame while something changes; gives how to end that. */
  onChange(changed: () => void): () => void {
    this.#changed.add(changed);
    return () => void this.#changed.delete(changed);
  }

  /** Asks for a topic that is told only to those who ask; gives how to end that. */
  watch(topic: string, heard: (payload: Uint8Array) => void): () => void {
    const watchers = this.#watched.get(topic) ?? new Set();
    this.#watched.set(topic, watchers);
    watchers.add(heard);
    if (watchers.size === 1 && this.#client.connected) this.#client.subscribe(topic);
    return () => {
      watchers.delete(heard);
      if (watchers.size > 0) return;
      this.#watched.delete(topic);
      if (this.#client.connected) this.#client.unsubscribe(topic);
    };
  }

  #take(topic: string, payload: Uint8Array): void {
    const watchers = this.#watched.get(topic);
    if (watchers) for (const heard of watchers) heard(payload);
    if (topic === 'relay/broker') this.#become(text(payload) === 'online' ? 'online' : 'broker-gone');
    const levels = topic.split('/');
    const leaf = levels.pop()!;
    if (OF_NODE.includes(leaf)) this.#ofNode(levels.join('/'), leaf, payload);
    else if (OF_CHANNEL.includes(leaf)) this.#ofChannel(levels, leaf, payload);
    else return;
    this.#change();
  }

  #ofNode(base: string, leaf: string, payload: Uint8Array): void {
    const node = this.#node(base);
    if (leaf === 'status') node.status = text(payload) === 'online' ? 'online' : 'offline';
    else if (leaf === 'info') node.info = json(payload) as InfoMessage;
    else node.health = json(payload) as HealthMessage;
    if (node.info) {
      node.name = node.info.node;
      for (const { channel } of node.info.channels) channelOf(node, channel);
      const names = new Set(node.info.channels.map(({ channel }) => channel));
      for (const name of node.channels.keys()) if (!names.has(name)) node.channels.delete(name);
    }
  }

  #ofChannel(levels: string[], leaf: string, payload: Uint8Array): void {
    const name = levels.pop()!;
    const channel = channelOf(this.#node(levels.join('/')), name);
    if (leaf === 'state') channel.state = json(payload) as StateMessage;
    else if (leaf === 'levels') channel.levels = json(payload) as LevelsMessage;
    else channel.event = json(payload) as EventMessage;
  }

  #node(base: string): NodeView {
    const name = base.split('/').at(-1)!;
    const node = this.nodes.get(base) ?? { name, base, status: 'online', channels: new Map() };
    this.nodes.set(base, node);
    return node;
  }

  #become(connection: Connection): void {
    this.connection = connection;
    this.#change();
  }

  #change(): void {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      for (const changed of this.#changed) changed();
    });
  }
}

function channelOf(node: NodeView, name: string): ChannelView {
  const channel = node.channels.get(name) ?? { name };
  node.channels.set(name, channel);
  return channel;
}

const text = (payload: Uint8Array) => new TextDecoder().decode(payload);
export const json = (payload: Uint8Array): unknown => JSON.parse(text(payload));
