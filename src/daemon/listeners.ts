import { isDeepStrictEqual } from 'node:util';
import type { Channel } from '../channel.js';
import type { ChannelConfig } from '../config.js';
import type { HullprintError } from '../errors.js';
import type { Heard } from '../health.js';
import { Listening } from '../listening.js';
import type { Logger } from '../log.js';
import type { SharedSource } from './shared-sources.js';

interface HeardChannel extends Heard {
  config: ChannelConfig;
}

interface Group {
  shared: SharedSource;
  listening: Listening;
  heard: HeardChannel[];
  /** Resolves when it has ended. */
  ended: Promise<void>;
  /** What it ended with; undefined while it listens. */
  outcome: HullprintError | null | undefined;
}

/** All that listens: the sources of a configuration, each with its channels. Another configuration may take its place. */
export class Listeners {
  readonly #build: (config: ChannelConfig) => Channel;
  readonly #log: Logger;
  #groups: Group[] = [];
  #changing = false;
  #finish: (error: HullprintError | null) => void = () => {};
  /**
   * Resolves when every source has ended. Gives the error that ended it: null when at least one source was read to
   * its end.
   */
  readonly finished = new Promise<HullprintError | null>((resolve) => {
    this.#finish = resolve;
  });

  constructor(build: (config: ChannelConfig) => Channel, log: Logger) {
    this.#build = build;
    this.#log = log;
  }

  get heard(): readonly HeardChannel[] {
    return this.#groups.flatMap(({ heard }) => heard);
  }

  get channels(): readonly Channel[] {
    return this.heard.map(({ channel }) => channel);
  }

  start(sources: readonly SharedSource[]): void {
    for (const shared of sources) this.#begin(shared);
  }

  /**
   * Listens to these sources from now on. A channel whose configuration is the same goes on without missing a sample,
   * with its passage; one that has changed ends and begins anew. A source is opened again only when it is asked for
   * more inputs than before.
   */
  async change(sources: readonly SharedSource[]): Promise<void> {
    this.#changing = true;
    const before = new Map(this.#groups.map((group) => [group.shared.key, group]));
    const begin: SharedSource[] = [];
    for (const shared of sources) {
      const group = before.get(shared.key);
      if (group && (await adopt(group, shared, this.#build))) before.delete(shared.key);
      else begin.push(shared);
    }
    // A device must be let go of before it is opened in another way.
    const left = [...before.values()];
    this.#groups = this.#groups.filter((group) => !left.includes(group));
    for (const { listening } of left) listening.stop();
    await Promise.all(left.map(({ ended }) => ended));
    this.start(begin);
    this.#changing = false;
    this.#mayFinish();
  }

  /** Resolves when all passages are ended and all sources let go of. */
  async stop(): Promise<void> {
    for (const { listening } of this.#groups) listening.stop();
    await Promise.all(this.#groups.map(({ ended }) => ended));
  }

  #begin(shared: SharedSource): void {
    const { source, channels } = shared;
    const heard = channels.map((config) => ({ channel: this.#build(config), config, source }));
    const hearing = heard.map(({ channel }) => channel);
    const listening = new Listening(source, hearing, this.#log);
    const group: Group = { shared, listening, heard, ended: Promise.resolve(), outcome: undefined };
    group.ended = listening.listen().then((outcome) => {
      group.outcome = outcome;
      this.#mayFinish();
    });
    this.#groups.push(group);
  }

  #mayFinish(): void {
    if (this.#changing || this.#groups.some(({ outcome }) => outcome === undefined)) return;
    const outcomes = this.#groups.map(({ outcome }) => outcome!);
    this.#finish(outcomes.every((error) => error !== null) ? (outcomes[0] ?? null) : null);
  }
}

/** Lets what listens already serve the channels of another configuration; gives false when it can't. */
async function adopt(
  group: Group,
  shared: SharedSource,
  build: (config: ChannelConfig) => Channel,
): Promise<boolean> {
  const same = (one: ChannelConfig) => (other: { config: ChannelConfig }) =>
    isDeepStrictEqual(one, other.config);
  const staying = group.heard.filter(({ config }) => shared.channels.some((each) => same(each)({ config })));
  const coming = shared.channels.filter((config) => !staying.some(same(config)));
  const hasEnded = group.outcome !== undefined;
  if (coming.length > 0 && (hasEnded || shared.inputs > group.shared.inputs)) return false;
  const leaving = group.heard.filter((each) => !staying.includes(each));
  const { source } = group.listening;
  const newcomers = coming.map((config) => ({ channel: build(config), config, source }));
  group.heard = [...staying, ...newcomers];
  await group.listening.exchange(
    leaving.map(({ channel }) => channel),
    newcomers.map(({ channel }) => channel),
  );
  return true;
}
