/** Runs a batch: one result an item, in the same order. */
type RunBatch<Item, Result> = (items: readonly Item[]) => Promise<Result[]>;

interface Job<Item, Result> {
  items: readonly Item[];
  resolve: (results: Result[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Gathers what several callers ask for within one tick, or while a batch is running, into one batch. Callers
 * wait for their results, so no more lies here than what each of them has asked for once; a batch holds
 * whole requests up to `maxItems` (one request alone may be larger), and the rest goes into the next. When
 * a batch fails, so does every request in it, and the next one is tried.
 */
export class MicroBatch<Item, Result> {
  readonly #run: RunBatch<Item, Result>;
  readonly #maxItems: number;
  readonly #waiting: Job<Item, Result>[] = [];
  #draining = false;

  constructor(run: RunBatch<Item, Result>, maxItems: number) {
    this.#run = run;
    this.#maxItems = maxItems;
  }

  add(items: readonly Item[]): Promise<Result[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (this.#draining) return;
      this.#draining = true;
      // After the promises of this tick, so that every channel that is ready gets aboard.
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length) await this.#runJobs(this.#nextJobs());
    this.#draining = false;
  }

  #nextJobs(): Job<Item, Result>[] {
    let items = this.#waiting[0]!.items.length;
    let jobs = 1;
    while (jobs < this.#waiting.length && items + this.#waiting[jobs]!.items.length <= this.#maxItems) {
      items += this.#waiting[jobs++]!.items.length;
    }
    return this.#waiting.splice(0, jobs);
  }

  async #runJobs(jobs: readonly Job<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#run(jobs.flatMap(({ items }) => items));
      let start = 0;
      for (const { items, resolve } of jobs) {
        resolve(results.slice(start, start + items.length));
        start += items.length;
      }
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    }
  }
}
