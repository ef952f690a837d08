/** Per-channel energy normalisation: y = (x / (ε + m)^α + δ)^r − δ^r, m a first-order average of x over time. */
export interface PcenParameters {
  /** α, 0–1: how much of the slow level is divided out. */
  gain: number;
  /** δ ≥ 0. */
  bias: number;
  /** r, 0–1. */
  power: number;
  /** ε: what counts as no energy. */
  floor: number;
}

/** librosa's figures (Lostanlen et al. 2019), meant for signals with a full scale of about 2^31. */
export const defaultPcen: PcenParameters = {
  gain: 0.98,
  bias: 2,
  power: 0.5,
  floor: 1e-6,
};

/** Weight of a new frame in the average: librosa's relation of a time constant to a first-order filter. */
export function pcenSmoothing(timeConstant: number, framesPerSecond: number): number {
  const frames = timeConstant * framesPerSecond;
  return (Math.sqrt(1 + 4 * frames * frames) - 1) / (2 * frames * frames);
}

/** Normalises the frames of one signal in their order; the average starts from the first frame. */
export class Pcen {
  readonly #parameters: PcenParameters;
  readonly #smoothing: number;
  readonly #average: Float64Array;
  readonly #rootOfBias: number;
  #started = false;

  /** `smoothing`: weight of a new frame in the average, 0–1. */
  constructor(bands: number, smoothing: number, parameters: PcenParameters = defaultPcen) {
    this.#parameters = parameters;
    this.#smoothing = smoothing;
    this.#average = new Float64Array(bands);
    this.#rootOfBias = parameters.bias ** parameters.power;
  }

  /** Replaces the energies of one frame `[bands]` from `offset` on by their normalised values. */
  apply(frame: Float32Array, offset: number): void {
    const { gain, bias, power, floor } = this.#parameters;
    const average = this.#average;
    const logFloor = Math.log(floor);
    for (let band = 0; band < average.length; band++) {
      const energy = frame[offset + band];
      average[band] = this.#started ? average[band] + this.#smoothing * (energy - average[band]) : energy;
      // (ε + m)^−α as exp(−α (ln ε + ln(1 + m/ε))): does not overflow for small ε (Lostanlen's form).
      const normalised = energy * Math.exp(-gain * (logFloor + Math.log1p(average[band] / floor)));
      frame[offset + band] = (normalised + bias) ** power - this.#rootOfBias;
    }
    this.#started = true;
  }
}
