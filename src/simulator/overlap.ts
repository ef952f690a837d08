import { type RealFft, realFft } from '../signal/fft.js';
import { windowInto } from '../signal/spectrum.js';

/** Cuts a signal into windowed frames that overlap by half, and transforms them. */
export class OverlapAnalysis {
  readonly #fft: RealFft;
  readonly #window: Float32Array;
  readonly #signal: Float32Array;
  /** Fill this with the next half frame, then call `transform`. */
  readonly next: Float32Array;

  constructor(window: Float32Array) {
    this.#fft = realFft(window.length);
    this.#window = window;
    this.#signal = new Float32Array(window.length);
    this.next = this.#signal.subarray(window.length / 2);
  }

  /** Spectrum of the last half frame and this one, packed as RealFft gives it; read it before the next transform. */
  transform(): Float32Array {
    windowInto(this.#fft, this.#signal, 0, this.#window);
    this.#fft.forward();
    this.#signal.copyWithin(0, this.next.length);
    return this.#fft.output;
  }
}

/** Turns spectra of frames that overlap by half back into one signal. */
export class OverlapSynthesis {
  readonly #fft: RealFft;
  readonly #window: Float32Array;
  readonly #tail: Float32Array;

  constructor(window: Float32Array) {
    this.#fft = realFft(window.length);
    this.#window = window;
    this.#tail = new Float32Array(window.length / 2);
  }

  /**
   * Adds a packed spectrum and gives the half frame that is complete with it. The inverse transform goes by
   * Hartley's: with H = Re X − Im X, a forward transform of H gives x = (Re − Im)/N.
   */
  add(spectrum: Float32Array, out: Float32Array): void {
    const size = this.#window.length;
    const half = size / 2;
    const hartley = this.#fft.input;
    hartley[0] = spectrum[0]!;
    hartley[half] = spectrum[1]!;
    for (let k = 1; k < half; k++) {
      hartley[k] = spectrum[2 * k]! - spectrum[2 * k + 1]!;
      hartley[size - k] = spectrum[2 * k]! + spectrum[2 * k + 1]!;
    }
    this.#fft.forward();
    const result = this.#fft.output;
    const window = this.#window;
    const tail = this.#tail;
    const scale = 1 / size;
    out[0] = tail[0]! + result[0]! * scale * window[0]!;
    for (let n = 1; n < half; n++)
      out[n] = tail[n]! + (result[2 * n]! - result[2 * n + 1]!) * scale * window[n]!;
    tail[0] = result[1]! * scale * window[half]!;
    for (let n = 1; n < half; n++) {
      tail[half - n] = (result[2 * n]! + result[2 * n + 1]!) * scale * window[size - n]!;
    }
  }
}

/** into += spectrum × gain over the bins that `gain` has, on packed spectra; 0 Hz is left out. */
export function addShaped(into: Float32Array, spectrum: Float32Array, gain: Float32Array): void {
  const end = 2 * (gain.length - 1);
  for (let i = 2, bin = 1; i < end; i += 2, bin++) {
    const g = gain[bin]!;
    into[i] = into[i]! + spectrum[i]! * g;
    into[i + 1] = into[i + 1]! + spectrum[i + 1]! * g;
  }
}
