import { nextFftSize, type RealFft, realFft } from '../../signal/fft.js';
import { hann } from '../../signal/windows.js';

/** A matrix over time and log frequency, row-major `[columns, rows]`: row 0 is the lowest, column 0 the earliest. */
export interface TimeFrequencyImage {
  values: Float32Array;
  columns: number;
  rows: number;
  startSeconds: number;
  endSeconds: number;
  lowHz: number;
  highHz: number;
}

const WINDOW_SECONDS = 0.5;
const LOWEST_HZ = 10;
const ROWS = 400;
/** More columns than a picture is wide: beyond it, two at a time become one. */
const MOST_COLUMNS = 4096;
/** Power density of digital silence, so that it has a level. */
const SILENCE = 1e-24;

/**
 * Gathers a spectrogram of power density from any length of sound in bounded memory: Hann windows of half a second,
 * each an eighth of a second, in 400 rows of equal ratio from 10 Hz to the Nyquist frequency.
 */
export class Spectrogram {
  readonly #sampleRateHz: number;
  readonly #startSeconds: number;
  readonly #held: Float32Array;
  readonly #fft: RealFft;
  readonly #hop: number;
  readonly #window: Float32Array;
  readonly #density: Float32Array;
  #heldSamples = 0;
  #columns: Float64Array[] = [];
  /** Windows that make one column, and those gathered in the last, unfinished one. */
  #windowsPerColumn = 1;
  #gathered = 0;
  #latest = new Float64Array(ROWS);

  constructor(sampleRateHz: number, startSeconds: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#startSeconds = startSeconds;
    this.#fft = realFft(nextFftSize(sampleRateHz * WINDOW_SECONDS));
    this.#hop = this.#fft.size / 4;
    this.#held = new Float32Array(this.#fft.size);
    this.#window = hann(this.#fft.size);
    this.#density = new Float32Array(this.#fft.size / 2);
  }

  push(samples: Float32Array): void {
    const length = this.#held.length;
    for (let taken = 0; taken < samples.length; ) {
      const fitting = Math.min(samples.length - taken, length - this.#heldSamples);
      this.#held.set(samples.subarray(taken, taken + fitting), this.#heldSamples);
      this.#heldSamples += fitting;
      taken += fitting;
      if (this.#heldSamples < length) continue;
      this.#analyse();
      this.#held.copyWithin(0, this.#hop);
      this.#heldSamples = length - this.#hop;
    }
  }

  /** dB re (full scale)²/Hz plus `offsetDb`; null when there was less than one window. */
  image(offsetDb: number): TimeFrequencyImage | null {
    if (this.#columns.length === 0) return null;
    const values = new Float32Array(this.#columns.length * ROWS);
    this.#columns.forEach((column, i) => {
      for (let row = 0; row < ROWS; row++) {
        values[i * ROWS + row] = 10 * Math.log10(column[row]! / this.#windowsPerColumn + SILENCE) + offsetDb;
      }
    });
    const windows = this.#columns.length * this.#windowsPerColumn;
    const seconds = ((windows - 1) * this.#hop + this.#held.length) / this.#sampleRateHz;
    return {
      values,
      columns: this.#columns.length,
      rows: ROWS,
      startSeconds: this.#startSeconds,
      endSeconds: this.#startSeconds + seconds,
      lowHz: LOWEST_HZ,
      highHz: this.#sampleRateHz / 2,
    };
  }

  #analyse(): void {
    this.#measureDensity();
    for (let row = 0; row < ROWS; row++) this.#latest[row]! += this.#densityIn(row);
    if (++this.#gathered < this.#windowsPerColumn) return;
    this.#columns.push(this.#latest);
    this.#latest = new Float64Array(ROWS);
    this.#gathered = 0;
    if (this.#columns.length === MOST_COLUMNS) this.#halve();
  }

  /** One-sided power per Hz of what is held. */
  #measureDensity(): void {
    const mean = this.#held.reduce((sum, sample) => sum + sample, 0) / this.#held.length;
    const input = this.#fft.input;
    let energy = 0;
    this.#window.forEach((weight, i) => {
      input[i] = (this.#held[i]! - mean) * weight;
      energy += weight * weight;
    });
    this.#fft.forward();
    const spectrum = this.#fft.output;
    const scale = 2 / (this.#sampleRateHz * energy);
    for (let bin = 1; bin < this.#density.length; bin++) {
      this.#density[bin] = scale * (spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2);
    }
  }

  /** Mean over the bins of the row; between two bins where the row holds none. */
  #densityIn(row: number): number {
    const binHz = this.#sampleRateHz / this.#fft.size;
    const ratio = this.#sampleRateHz / 2 / LOWEST_HZ;
    const low = (LOWEST_HZ * ratio ** (row / ROWS)) / binHz;
    const high = (LOWEST_HZ * ratio ** ((row + 1) / ROWS)) / binHz;
    const first = Math.ceil(low);
    const last = Math.min(this.#density.length - 1, Math.ceil(high) - 1);
    if (last < first) {
      const between = (low + high) / 2 - (first - 1);
      return (1 - between) * this.#density[first - 1]! + between * this.#density[first]!;
    }
    let sum = 0;
    for (let bin = first; bin <= last; bin++) sum += this.#density[bin]!;
    return sum / (last - first + 1);
  }

  #halve(): void {
    const halved: Float64Array[] = [];
    for (let i = 0; i < this.#columns.length; i += 2) {
      halved.push(this.#columns[i]!.map((density, row) => density + this.#columns[i + 1]![row]!));
    }
    this.#columns = halved;
    this.#windowsPerColumn *= 2;
  }
}
