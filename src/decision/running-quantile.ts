export interface RunningQuantileOptions {
  /** Numbers in an entry. */
  width: number;
  /** Entries that one summary (their median) stands for. */
  entriesPerSummary: number;
  /** Summaries remembered: the oldest is forgotten. */
  summaries: number;
  /** 0–1. */
  quantile: number;
}

/**
 * Follows a low quantile of each number of a stream of vectors. Memory is bounded: medians over a minute or so are
 * kept, not the entries. Before the first summary is full, the entries so far stand in for it.
 */
export class RunningQuantile {
  readonly #options: RunningQuantileOptions;
  readonly #entries: Float64Array[] = [];
  readonly #summaries: Float64Array[] = [];
  /** Null when the entries have changed since it was computed. */
  #value: Float64Array | null = null;

  constructor(options: RunningQuantileOptions) {
    this.#options = options;
  }

  /** Numbers in an entry. */
  get width(): number {
    return this.#options.width;
  }

  /** Takes a copy of `values` `[width]`. */
  add(values: ArrayLike<number>): void {
    this.#entries.push(Float64Array.from(values));
    if (this.#summaries.length === 0) this.#value = null;
    if (this.#entries.length === this.#options.entriesPerSummary) {
      this.addSummary(this.#columns(this.#entries, 0.5));
      this.#entries.length = 0;
    }
  }

  /** Adds a whole summary at once: a prior, or what another follower has seen. */
  addSummary(summary: Float64Array): void {
    this.#summaries.push(summary);
    if (this.#summaries.length > this.#options.summaries) this.#summaries.shift();
    this.#value = null;
  }

  /** Adds all that `other` has seen, as if it came after; of another width, nothing. */
  append(other: RunningQuantile): void {
    if (other.width !== this.width) return;
    for (const summary of other.#summaries) this.addSummary(summary);
    for (const entry of other.#entries) this.add(entry);
  }

  /** The quantile of each number `[width]`; null before the first entry. */
  get value(): Float64Array | null {
    if (this.#value === null) {
      const seen = this.#summaries.length > 0 ? this.#summaries : this.#entries;
      if (seen.length > 0) this.#value = this.#columns(seen, this.#options.quantile);
    }
    return this.#value;
  }

  #columns(rows: readonly Float64Array[], quantile: number): Float64Array {
    const result = new Float64Array(this.#options.width);
    const column = new Float64Array(rows.length);
    for (let i = 0; i < result.length; i++) {
      for (let row = 0; row < rows.length; row++) column[row] = rows[row]![i]!;
      column.sort();
      result[i] = column[Math.floor(quantile * (column.length - 1))]!;
    }
    return result;
  }
}
