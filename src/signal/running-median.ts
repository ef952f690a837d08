/** Running median over an odd number of values; beyond either end the end value is repeated. */
export class RunningMedian {
  readonly #width: number;
  readonly #sorted: Float64Array;

  constructor(width: number) {
    this.#width = width;
    this.#sorted = new Float64Array(width);
  }

  /** Writes the medians of `values` into `medians`, both `[count]`. */
  apply(values: Float32Array | Float64Array, count: number, medians: Float32Array | Float64Array): void {
    const half = (this.#width - 1) / 2;
    const sorted = this.#sorted;
    for (let k = 0; k < this.#width; k++) sorted[k] = values[clamp(k - half, count)];
    sorted.sort();
    for (let i = 0; i < count; i++) {
      medians[i] = sorted[half];
      this.#replace(values[clamp(i - half, count)], values[clamp(i + half + 1, count)]);
    }
  }

  /** Takes one value out of the sorted window and puts another in, moving only what lies between. */
  #replace(leaving: number, entering: number): void {
    const sorted = this.#sorted;
    let at = 0;
    while (sorted[at] < leaving) at++;
    while (at + 1 < this.#width && sorted[at + 1] < entering) sorted[at] = sorted[++at];
    while (at > 0 && sorted[at - 1] > entering) sorted[at] = sorted[--at];
    sorted[at] = entering;
  }
}

function clamp(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}
