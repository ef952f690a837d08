import { z } from 'zod';
import type { InfoMessage } from '../messages.js';
import type { Topics } from '../topics.js';
import { type Discovery, discovery, discoveryTopic } from './discovery.js';

/** What is read of an announcement that the broker kept: it may be of another version. */
const kept = z.object({
  cmps: z.record(z.string(), z.looseObject({ p: z.enum(['sensor', 'binary_sensor']) })),
});

/**
 * What Home Assistant is told of a node. An entity once announced is taken away by name when its channel goes, and
 * the whole device when it is no longer to be announced; also when that was decided while the daemon did not run: the
 * broker still holds what was last said.
 */
export class Announcement {
  readonly topic: string;
  readonly #announce: boolean;
  readonly #topics: Topics;
  #current: Discovery | null = null;
  #gone: Record<string, { p: 'sensor' | 'binary_sensor' }> = {};

  constructor({ announce, prefix }: { announce: boolean; prefix: string }, node: string, topics: Topics) {
    this.#announce = announce;
    this.topic = discoveryTopic(prefix, node);
    this.#topics = topics;
  }

  /** The payload for a node that is now so; null when it is not to be announced. */
  of(info: InfoMessage): string | null {
    if (!this.#announce) return null;
    const previous = this.#current?.cmps ?? {};
    this.#current = discovery(info, this.#topics);
    return this.#without(previous);
  }

  /** Takes what the broker holds; gives a new payload where that has entities that are no more, else null. */
  held(payload: string): string | null {
    // An empty payload takes the device away.
    if (!this.#announce) return payload === '' ? null : '';
    const parsed = kept.safeParse(parsedJson(payload));
    if (!this.#current || !parsed.success) return null;
    const { cmps } = parsed.data;
    const known = { ...this.#current.cmps, ...this.#gone };
    // One that is nothing but its platform has been taken away already.
    const stale = Object.entries(cmps).filter(
      ([key, entity]) => !known[key] && Object.keys(entity).length > 1,
    );
    return stale.length ? this.#without(Object.fromEntries(stale)) : null;
  }

  #without(previous: Discovery['cmps']): string {
    const current = this.#current!;
    for (const [key, { p }] of Object.entries(previous)) this.#gone[key] = { p };
    for (const key of Object.keys(current.cmps)) delete this.#gone[key];
    return JSON.stringify({ ...current, cmps: { ...this.#gone, ...current.cmps } });
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
