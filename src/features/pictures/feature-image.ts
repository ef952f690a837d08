import { filterbankBands, filterbankHighestHz, filterbankLowestHz } from '../filterbank.js';
import type { FeatureWindow } from '../frames.js';
import type { TimeFrequencyImage } from './spectrogram.js';

/** Puts the patches of a recording side by side: of each window the part that the next one does not hold. */
export class FeatureImage {
  readonly #parts: Float32Array[] = [];
  #frames = 0;
  #startSeconds: number | null = null;
  #endSeconds = 0;
  #latest: FeatureWindow | null = null;

  /** @param offsetSeconds from the start of the recording to the start of the segment */
  constructor(private readonly offsetSeconds: number) {}

  add(window: FeatureWindow): void {
    this.#startSeconds ??= window.startSeconds;
    if (this.#latest) this.#keep(this.#latest, window.startSeconds - this.#latest.startSeconds);
    this.#latest = window;
    this.#endSeconds = window.endSeconds;
  }

  /** Null when there was no window. */
  image(): TimeFrequencyImage | null {
    if (this.#latest) this.#keep(this.#latest, Number.POSITIVE_INFINITY);
    this.#latest = null;
    if (this.#startSeconds === null) return null;
    const values = new Float32Array(this.#frames * filterbankBands);
    let at = 0;
    for (const part of this.#parts) {
      values.set(part, at);
      at += part.length;
    }
    // Bands are centred on equal ratios; the outer edges lie half a band beyond the outer centres.
    const halfBand = (filterbankHighestHz / filterbankLowestHz) ** (0.5 / (filterbankBands - 1));
    return {
      values,
      columns: this.#frames,
      rows: filterbankBands,
      startSeconds: this.offsetSeconds + this.#startSeconds,
      endSeconds: this.offsetSeconds + this.#endSeconds,
      lowHz: filterbankLowestHz / halfBand,
      highHz: filterbankHighestHz * halfBand,
    };
  }

  #keep({ patch, startSeconds, endSeconds }: FeatureWindow, seconds: number): void {
    const share = Math.min(1, seconds / (endSeconds - startSeconds));
    const frames = Math.round(patch.frames * share);
    this.#parts.push(patch.values.slice(0, frames * patch.bands));
    this.#frames += frames;
  }
}
