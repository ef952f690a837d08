import type { Channel } from '../channel.js';

export type Progress = ReturnType<Channel['progress']>;
/** A channel, or what tells as much of itself. */
export type Watched = Pick<Channel, 'progress'>;

/** A forward pass is due each 2.5 s of sound, the first after 5 s. */
const INFERENCE_DUE_SECONDS = 15;
/** A node none of whose channels gives sound counts as started after this long: it goes on trying, and says so. */
const DEAF_START_MS = 30_000;

/**
 * Whether every channel that should get on gets on. A channel that listens must take blocks all the way through the
 * pipeline, and inferences must come with them; one whose device is missing must go on trying to open it; one that
 * has ended is not waited for.
 */
export class Liveness {
  readonly #startedMs: number;
  #before = new Map<Watched, number>();

  /** @param nowMs any monotonic clock */
  constructor(nowMs: number) {
    this.#startedMs = nowMs;
  }

  /**
   * Started: each channel has given sound or has said why it doesn't, and at least one has given sound or rests, or half a
   * minute of trying has passed. A hydrophone that is missing does not hold up the others.
   */
  started(channels: readonly Watched[], nowMs: number): boolean {
    const all = channels.map((channel) => channel.progress());
    const waits = (state: Progress['state']) => state === 'starting' || state === 'listening';
    if (all.some(({ heard, state }) => !heard && waits(state))) return false;
    return (
      all.some(({ heard, state }) => heard || state === 'resting') || nowMs - this.#startedMs >= DEAF_START_MS
    );
  }

  /** The channels that have not got on since `note`; empty when all is well. */
  standingStill(channels: readonly Watched[]): string[] {
    return channels
      .filter((channel) => {
        const { state, steps, secondsWithoutInference } = channel.progress();
        if (state === 'stopped') return false;
        return steps === (this.#before.get(channel) ?? 0) || secondsWithoutInference > INFERENCE_DUE_SECONDS;
      })
      .map((channel) => channel.progress().channel);
  }

  /** From here on the next advance is waited for. */
  note(channels: readonly Watched[]): void {
    this.#before = new Map(channels.map((channel) => [channel, channel.progress().steps]));
  }
}
