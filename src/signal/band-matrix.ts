import { dot } from './dot.js';

/** Weights of bands over the bins of a power spectrum; each band stores only the stretch of bins that it covers. */
export class BandMatrix {
  readonly bands: number;
  readonly #first: Int32Array;
  readonly #start: Int32Array;
  readonly #weights: Float32Array;

  /** `rows[band][bin]`, `[bands, bins]`; weights of zero at either end of a row are left out. */
  constructor(rows: readonly ArrayLike<number>[]) {
    this.bands = rows.length;
    this.#first = new Int32Array(rows.length);
    this.#start = new Int32Array(rows.length + 1);
    const weights: number[] = [];
    rows.forEach((row, band) => {
      let first = 0;
      let end = row.length;
      while (first < end && row[first] === 0) first++;
      while (end > first && row[end - 1] === 0) end--;
      this.#first[band] = first;
      for (let bin = first; bin < end; bin++) weights.push(row[bin]);
      this.#start[band + 1] = weights.length;
    });
    this.#weights = Float32Array.from(weights);
  }

  /** Bands whose edges cut through bins take the share of the bin that lies inside; bin k is k·binHz wide ± half. */
  static rectangular(
    edgesHz: readonly (readonly [number, number])[],
    binHz: number,
    bins: number,
  ): BandMatrix {
    return new BandMatrix(
      edgesHz.map(([lowHz, highHz]) => {
        const row = new Float64Array(bins);
        const last = Math.min(bins - 1, Math.ceil(highHz / binHz + 0.5));
        for (let bin = Math.max(0, Math.floor(lowHz / binHz - 0.5)); bin <= last; bin++) {
          const inside = Math.min(highHz, (bin + 0.5) * binHz) - Math.max(lowHz, (bin - 0.5) * binHz);
          row[bin] = Math.max(0, inside) / binHz;
        }
        return row;
      }),
    );
  }

  /** Weighted sums of `power` `[bins]` into `levels`, from `offset` on. */
  apply(power: Float32Array, levels: Float32Array, offset: number): void {
    for (let band = 0; band < this.bands; band++) {
      const start = this.#start[band];
      const length = this.#start[band + 1] - start;
      levels[offset + band] = dot(this.#weights, start, power, this.#first[band], length);
    }
  }

  /** The weight of one bin in one band. */
  weight(band: number, bin: number): number {
    const at = bin - this.#first[band];
    return at >= 0 && at < this.#start[band + 1] - this.#start[band]
      ? this.#weights[this.#start[band] + at]
      : 0;
  }
}
