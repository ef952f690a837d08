import { rectangularBands } from '../signal/band-shapes.js';
import { dot } from '../signal/dot.js';
import { largestFftSize } from '../signal/fft.js';
import { HannBands, hannDensityScale } from '../signal/hann-bands.js';
import { calibrationOffsetDb } from './calibration.js';
import { type DecidecadeBands, decidecadeBands, edgesOf } from './decidecades.js';
import type { Calibration, LevelFrame } from './frames.js';

/** What digital silence reads, dB re full scale, instead of minus infinity. */
const silence = 1e-20;
const shortestSeconds = 0.1;

/**
 * Sound pressure level and decidecade levels of each second at the capture rate, whole band. The bands come from one
 * Hann window a second, as long as a transform fits into it: the whole second at rates like 32, 48 or 96 kHz,
 * 0.98 s at 44.1 kHz. A tone in the lowest bands spreads over the window's ±2 Hz and reads up to 1 dB low there.
 */
export class LevelMeter {
  readonly bands: DecidecadeBands;
  readonly #sampleRateHz: number;
  readonly #offsetDb: number;
  readonly #second: Float32Array;
  readonly #bandPower: Float32Array;
  #spectrum: HannBands;
  #held = 0;
  #frames = 0;

  constructor(sampleRateHz: number, calibration: Calibration | null) {
    this.bands = decidecadeBands(sampleRateHz);
    this.#sampleRateHz = sampleRateHz;
    this.#offsetDb = calibrationOffsetDb(calibration);
    this.#second = new Float32Array(sampleRateHz);
    this.#bandPower = new Float32Array(this.bands.centreHz.length);
    this.#spectrum = decidecadeSpectrum(largestFftSize(sampleRateHz), sampleRateHz);
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
    this.#spectrum = decidecadeSpectrum(largestFftSize(this.#held), this.#sampleRateHz);
    emit(this.#measure());
  }

  #measure(): LevelFrame {
    const samples = this.#held;
    const energy = dot(this.#second, 0, this.#second, 0, samples);
    this.#spectrum.measure(this.#second, 0, this.#bandPower, 0);
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

const spectra = new Map<string, HannBands>();

/** Mean square in the decidecades of a rate from one window of `size`; kept, as a stretch of sound begins after each gap. */
function decidecadeSpectrum(size: number, sampleRateHz: number): HannBands {
  const key = `${size} of ${sampleRateHz}`;
  const known = spectra.get(key);
  if (known) return known;
  const binHz = sampleRateHz / size;
  const shapes = rectangularBands(edgesOf(decidecadeBands(sampleRateHz)), binHz);
  const spectrum = new HannBands(size, shapes, hannDensityScale(size, sampleRateHz) * binHz);
  spectra.set(key, spectrum);
  return spectrum;
}
