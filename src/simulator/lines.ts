import { cos, exp } from './elementary.js';
import type { Random } from './random.js';
import { amplitudeOfDb, LOWEST_HZ } from './spectrum.js';

/** A narrow line of a spectrum. */
export interface Line {
  frequencyHz: number;
  /** Power in the whole line, dB re 1 µPa². */
  levelDb: number;
  /** Standard deviation of the wandering frequency. */
  widthHz: number;
  /** Multiple of the shaft rate to which the line is locked: it then wanders with the shaft alone. */
  shaftOrder?: number;
}

/** Time in which a line's frequency forgets where it was. */
const WANDER_SECONDS = 1;

interface Oscillator {
  line: Line;
  amplitude: number;
  phase: number;
  deviationHz: number;
}

/** Lines as free-running oscillators: continuous in phase however the time is cut into stretches. */
export class LineBank {
  readonly #oscillators: Oscillator[];
  readonly #sampleRateHz: number;
  readonly #random: Random;

  /** Lines outside 3 Hz to 0.48 of the sample rate are left out. */
  constructor(lines: readonly Line[], sampleRateHz: number, random: Random) {
    this.#sampleRateHz = sampleRateHz;
    this.#random = random;
    this.#oscillators = lines
      .filter(({ frequencyHz }) => frequencyHz >= LOWEST_HZ && frequencyHz < 0.48 * sampleRateHz)
      .map((line) => ({
        line,
        amplitude: Math.SQRT2 * amplitudeOfDb(line.levelDb),
        phase: random.uniform(0, 2 * Math.PI),
        deviationHz: random.normal(0, line.widthHz),
      }));
  }

  /**
   * Adds the next stretch of every line, in µPa.
   *
   * @param shaftHz shaft rate in this stretch, for the lines locked to it
   * @param doppler received over sent frequency
   */
  addTo(out: Float32Array, shaftHz: number, doppler: number): void {
    const memory = exp(-out.length / this.#sampleRateHz / WANDER_SECONDS);
    const innovation = Math.sqrt(1 - memory * memory);
    for (const oscillator of this.#oscillators) {
      const { line } = oscillator;
      const locked = line.shaftOrder !== undefined;
      if (!locked) {
        oscillator.deviationHz =
          memory * oscillator.deviationHz + innovation * this.#random.normal(0, line.widthHz);
      }
      const sentHz = locked ? line.shaftOrder! * shaftHz : line.frequencyHz + oscillator.deviationHz;
      const step = (2 * Math.PI * sentHz * doppler) / this.#sampleRateHz;
      addCosine(out, oscillator.amplitude, oscillator.phase, step);
      oscillator.phase = (oscillator.phase + step * out.length) % (2 * Math.PI);
    }
  }
}

/** Adds amplitude · cos(phase + n · step) by y[n] = 2 cos(2 step) y[n−2] − y[n−4], two chains that the processor overlaps. */
function addCosine(out: Float32Array, amplitude: number, phase: number, step: number): void {
  const factor = 2 * cos(2 * step);
  let evenBefore = amplitude * cos(phase - 2 * step);
  let oddBefore = amplitude * cos(phase - step);
  let even = amplitude * cos(phase);
  let odd = amplitude * cos(phase + step);
  for (let i = 0; i < out.length; i += 2) {
    out[i] = out[i]! + even;
    out[i + 1] = out[i + 1]! + odd;
    const evenNext = factor * even - evenBefore;
    const oddNext = factor * odd - oddBefore;
    evenBefore = even;
    oddBefore = odd;
    even = evenNext;
    odd = oddNext;
  }
}
