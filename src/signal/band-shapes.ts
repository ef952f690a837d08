/** Where a band lies among the bins of a spectrum, and how much of each bin it takes. */
export interface BandShape {
  firstBin: number;
  /** Weight of bin `firstBin + i`. */
  weights: ArrayLike<number>;
}

/**
 * Bands `[low, high]` in Hz whose edges may cut through bins: a bin counts with the share of it that lies inside. Bin
 * k reaches half a bin to either side of k · binHz.
 */
export function rectangularBands(
  edgesHz: readonly (readonly [number, number])[],
  binHz: number,
): BandShape[] {
  return edgesHz.map(([lowHz, highHz]) => {
    const firstBin = Math.floor(lowHz / binHz + 0.5);
    const length = Math.ceil(highHz / binHz - 0.5) - firstBin + 1;
    const weights = Float64Array.from({ length }, (_, i) => {
      const bin = firstBin + i;
      const inside = Math.min(highHz, (bin + 0.5) * binHz) - Math.max(lowHz, (bin - 0.5) * binHz);
      return Math.max(0, inside) / binHz;
    });
    return { firstBin, weights };
  });
}
