import { dot } from './dot.js';

/** Where a band lies among the bins of a spectrum, and how much of each bin it takes. */
export interface BandShape {
  firstBin: number;
  /** Weight of bin `firstBin + i`. */
  weights: ArrayLike<number>;
}

/** Weights of bands over the bins of a power spectrum; each band stores only the stretch of bins that it covers. */
export class BandMatrix {
  readonly bands: number;
  readonly #first: Int32Array;
  readonly #start: Int32Array;
  readonly #weights: Float32Array;

  constructor(shapes: readonly BandShape[]) {
    this.bands = shapes.length;
    this.#first = Int32Array.from(shapes, (shape) => shape.firstBin);
    this.#start = new Int32Array(shapes.length + 1);
    shapes.forEach((shape, band) => {
      this.#start[band + 1] = this.#start[band] + shape.weights.length;
    });
    this.#weights = new Float32Array(this.#start[shapes.length]);
    shapes.forEach((shape, band) => {
      this.#weights.set(shape.weights, this.#start[band]);
    });
  }

  /**
   * Bands `[low, high]` in Hz whose edges may cut through bins: a bin counts with the share of it that lies inside. Bin
   * k reaches half a bin to either side of k · binHz.
   */
  static rectangular(edgesHz: readonly (readonly [number, number])[], binHz: number): BandMatrix {
    return new BandMatrix(
      edgesHz.map(([lowHz, highHz]) => {
        const firstBin = Math.floor(lowHz / binHz + 0.5);
        const length = Math.ceil(highHz / binHz - 0.5) - firstBin + 1;
        const weights = Float64Array.from({ length }, (_, i) => {
          const bin = firstBin + i;
          const inside = Math.min(highHz, (bin + 0.5) * binHz) - Math.max(lowHz, (bin - 0.5) * binHz);
          return Math.max(0, inside) / binHz;
        });
        return { firstBin, weights };
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
}
