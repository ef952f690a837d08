/** The latest frames of a spectral analysis, each a row of `width` values, addressed by their index since the start. */
export class FrameRing {
  readonly width: number;
  readonly values: Float32Array;
  readonly #capacity: number;
  #count = 0;

  constructor(capacity: number, width: number) {
    this.#capacity = capacity;
    this.width = width;
    this.values = new Float32Array(capacity * width);
  }

  /** Frames seen since the start. */
  get count(): number {
    return this.#count;
  }

  /** Makes room for one more frame, over the oldest; gives the offset of its row in `values`. */
  add(): number {
    return this.row(this.#count++);
  }

  /** Copies one value of each of `count` frames from `first` on into `target`. */
  copyColumn(first: number, count: number, column: number, target: Float64Array): void {
    const { values, width } = this;
    let at = this.row(first) + column;
    for (let i = 0; i < count; i++) {
      target[i] = values[at];
      at += width;
      if (at >= values.length) at -= values.length;
    }
  }

  /** Offset in `values` of the row of frame `index`, one of the latest `capacity`. */
  row(index: number): number {
    return (index % this.#capacity) * this.width;
  }
}
