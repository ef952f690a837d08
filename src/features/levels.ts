import { BandMatrix } from '../signal/band-matrix.js';
import { nextFftSize, type RealFft, realFft } from '../signal/fft.js';
import { densityScale, powerSpectrum, windowInto } from '../signal/spectrum.js';
import { hann } from '../signal/windows.js';
import { calibrationOffsetDb } from './calibration.js';
import { decidecadeBands, edgesOf } from './decidecades.js';
import type { Calibration, LevelFrame } from './frames.js';

/** What digital silence reads, dB re full scale, instead of minus infinity. */
const silence = 1e-20;
const shortestSeconds = 0.1;

/**
 * Sound pressure level and decidecade levels of each second at the capture rate, whole band, one Hann window a
 * second. A tone in the lowest bands spreads over the window's ±2 Hz and reads up to 1 dB low there.
 */
export class LevelMeter {
  readonly #sampleRateHz: number;
  readonly #offsetDb: number;
  readonly #second: Float32Array;
  readonly #bins: number;
  readonly #bands: BandMatrix;
  readonly #fft: RealFft;
  readonly #power: Float32Array;
  readonly #bandPower: Float32Array;
  #window: Float32Array;
  #held = 0;
  #frames = 0;

  constructor(sampleRateHz: number, calibration: Calibration | null) {
    this.#sampleRateHz = sampleRateHz;
    this.#offsetDb = calibrationOffsetDb(calibration);
    this.#second = new Float32Array(sampleRateHz);
    this.#fft = realFft(nextFftSize(sampleRateHz));
    this.#window = hann(sampleRateHz);
    const edges = edgesOf(decidecadeBands(sampleRateHz));
    this.#bins = this.#fft.size / 2 + 1;
    this.#bands = BandMatrix.rectangular(edges, sampleRateHz / this.#fft.size, this.#bins);
    this.#power = new Float32Array(this.#bins);
    this.#bandPower = new Float32Array(edges.length);
  }

  /** Samples at the capture rate, without DC. */
  push(samples: Float32Array, emit: (level: LevelFrame) => void): void {
    for (let taken = 0; taken < samples.length; ) {
      const fitting = Math.min(samples.length - taken, this.#second.length - this.#held);
      this.#second.set(samples.subarray(taken, taken + fitting), this.#held);
      this.#held += fitting;
      taken += fitting;
      if (this.#held === this.#second.length) emit(this.#measure());
    }
  }

  /** A recording under one second gives one shorter frame; the rest of a longer one's last second is left out. */
  end(emit: (level: LevelFrame) => void): void {
    if (this.#frames > 0 || this.#held < shortestSeconds * this.#sampleRateHz) return;
    this.#window = hann(this.#held);
    emit(this.#measure());
  }

  #measure(): LevelFrame {
    const samples = this.#held;
    let energy = 0;
    for (let i = 0; i < samples; i++) energy += this.#second[i] * this.#second[i];
    windowInto(this.#fft, this.#second, 0, this.#window);
    this.#fft.forward();
    const scale = densityScale(this.#window, this.#sampleRateHz) * (this.#sampleRateHz / this.#fft.size);
    powerSpectrum(this.#fft, this.#power, this.#bins, scale);
    this.#bands.apply(this.#power, this.#bandPower, 0);
    const startSeconds = this.#frames++;
    this.#held = 0;
    return {
      startSeconds,
      endSeconds: startSeconds + samples / this.#sampleRateHz,
      splDb: this.#toDb(energy / samples),
      decidecadeDb: this.#bandPower.map((power) => this.#toDb(power)),
    };
  }

  #toDb(meanSquare: number): number {
    return 10 * Math.log10(meanSquare + silence) + this.#offsetDb;
  }
}
