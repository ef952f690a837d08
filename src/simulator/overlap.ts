import { type RealFft, realFft } from '../signal/fft.js';

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
    const input = this.#fft.input;
    const signal = this.#signal;
    const window = this.#window;
    for (let i = 0; i < input.length; i++) input[i] = signal[i]! * window[i]!;
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

  /** Adds a packed spectrum and gives the half frame that is complete with it. */
  add(spectrum: Float32Array, out: Float32Array): void {
    const window = this.#window;
    const tail = this.#tail;
    const half = tail.length;
    this.#fft.output.set(spectrum);
    this.#fft.inverse();
    const frame = this.#fft.input;
    const scale = 1 / this.#fft.size;
    for (let i = 0; i < half; i++) {
      out[i] = tail[i]! + frame[i]! * window[i]! * scale;
      tail[i] = frame[half + i]! * window[half + i]! * scale;
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
