import { RunningMedian } from '../signal/running-median.js';
import { tonalBins } from './band-spectra.js';

export const tonalRangesHz = [
  [20, 80],
  [80, 200],
  [200, 1000],
] as const;

const backgroundBins = 31;
const lineExcessDb = 5;

/** How far narrow lines stand above their surroundings (a running median over 31 Hz) in three ranges. */
export class Tonality {
  readonly #background = new RunningMedian(backgroundBins);
  readonly #backgroundDb = new Float64Array(tonalBins);
  readonly #sorted = tonalRangesHz.map(([lowHz, highHz]) => new Float64Array(highHz - lowHz));

  /**
   * Of a spectrum in dB, one bin a hertz `[1016]`, writes for each range from `offset` on: the largest excess dB, the
   * mean of the largest 2.5 % (at least three), and the share of bins that stand 5 dB out.
   */
  measure(spectrumDb: Float64Array, out: Float32Array, offset: number): void {
    this.#background.apply(spectrumDb, tonalBins, this.#backgroundDb);
    tonalRangesHz.forEach(([lowHz, highHz], range) => {
      const excess = this.#sorted[range];
      for (let hz = lowHz; hz < highHz; hz++) excess[hz - lowHz] = spectrumDb[hz] - this.#backgroundDb[hz];
      excess.sort();
      const top = Math.max(3, Math.floor(excess.length / 40));
      let topSum = 0;
      for (let i = excess.length - top; i < excess.length; i++) topSum += excess[i];
      let lines = 0;
      for (let i = 0; i < excess.length; i++) if (excess[i] > lineExcessDb) lines++;
      out[offset + 3 * range] = excess[excess.length - 1];
      out[offset + 3 * range + 1] = topSum / top;
      out[offset + 3 * range + 2] = lines / excess.length;
    });
  }
}
