import { setImmediate as breath } from 'node:timers/promises';
import type { CaptureEvent, CaptureSource } from './capture/source.js';
import type { Channel } from './channel.js';
import { HullprintError } from './errors.js';
import type { Logger } from './log.js';

/**
 * Leads one source into the channels that hear it, block by block: a file waits until the channels are done with a
 * block, a live source holds its own bounded queue. Ends with the source or when it is stopped. A channel that
 * cannot hear it, as one that names an input too many, stops alone; a source that cannot be read, or that no channel
 * can hear, stops them all and gives the error back. Channels may come and go while the others listen.
 */
export class Listening {
  readonly source: CaptureSource;
  readonly #hearing: Set<Channel>;
  readonly #log: Logger;
  readonly #abort = new AbortController();
  #newcomers: Channel[] = [];
  #opened: CaptureEvent | null = null;
  /** The event that is being led into the channels. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: CaptureSource, channels: readonly Channel[], log: Logger) {
    this.source = source;
    this.#hearing = new Set(channels);
    this.#log = log;
  }

  /** Resolves at the end; gives the error that ended it, or null. To be called once. */
  async listen(): Promise<HullprintError | null> {
    const { signal } = this.#abort;
    try {
      for await (const event of this.source.listen(signal)) {
        if (event.type === 'opened') this.#tellOpened(event);
        const turn = this.#hear(event);
        this.#turn = turn;
        const failure = (await turn).find((each) => each !== null);
        if (failure && this.#hearing.size + this.#newcomers.length === 0) return failure;
        // A source that never waits would hold up messages and signals.
        await breath();
      }
      const reason = signal.aborted ? 'shutdown' : 'end-of-recording';
      await Promise.all([...this.#hearing].map((channel) => channel.end(reason)));
      return null;
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      this.#log.error({ source: this.source.name }, error.message);
      await Promise.all([...this.#hearing].map((channel) => channel.end('device-lost', error.message)));
      return error;
    }
  }

  /** Ends the passages and lets go of the source; `listen` resolves when that is done. */
  stop(): void {
    this.#abort.abort();
  }

  /** Ends some channels and lets others hear in their stead, from the next event on; the rest misses nothing. */
  async exchange(leaving: readonly Channel[], coming: readonly Channel[]): Promise<void> {
    for (const channel of leaving) this.#hearing.delete(channel);
    await this.#turn;
    await Promise.all(leaving.map((channel) => channel.end('shutdown')));
    this.#newcomers.push(...coming);
  }

  async #hear(event: CaptureEvent): Promise<(HullprintError | null)[]> {
    const failures: (HullprintError | null)[] = [];
    for (const channel of this.#newcomers.splice(0)) {
      this.#hearing.add(channel);
      // What it will hear has been opened without it.
      if (this.#opened && event.type !== 'opened') failures.push(await this.#lead(channel, this.#opened));
    }
    if (event.type === 'opened') this.#opened = event;
    const hearing = [...this.#hearing];
    return failures.concat(await Promise.all(hearing.map((channel) => this.#lead(channel, event))));
  }

  async #lead(channel: Channel, event: CaptureEvent): Promise<HullprintError | null> {
    try {
      await channel.handle(event);
      return null;
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      this.#hearing.delete(channel);
      await channel.end('device-lost', error.message);
      return error;
    }
  }

  #tellOpened({ device, sampleRateHz, channels }: Extract<CaptureEvent, { type: 'opened' }>): void {
    const what = { source: this.source.name, device, sampleRateHz, inputs: channels };
    this.#log.info(what, 'source opened');
  }
}
