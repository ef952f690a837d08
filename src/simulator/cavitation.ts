import { cos, exp, pow, sin } from './elementary.js';
import type { Random } from './random.js';
import type { Range } from './vessel-classes.js';

/** How a propeller modulates the noise of its cavitation. */
export interface CavitationModulation {
  shaftHz: number;
  bladeCount: number;
  /** Standard deviation of the envelope over its mean that shaft and blades cause; 0 is none. */
  depth: number;
  /** Relative amplitude of each harmonic of the shaft rate, from the first. */
  harmonics: readonly number[];
  /** Standard deviation of the shaft rate over its mean. */
  shaftWander: number;
  /** Standard deviation of the slow unsteadiness that sea and helm cause. */
  unsteadiness: number;
}

/** Harmonics above this are blurred away by the bubbles' own life time. */
const HIGHEST_MODULATION_HZ = 450;
const SHAFT_MEMORY_SECONDS = 4;
const UNSTEADY_SECONDS = 0.2;
/** The envelope never falls to silence. */
const LOWEST_ENVELOPE = 0.02;

/** How ships differ in their modulation at full speed: ranges, standard deviations and shares that are drawn from. */
export interface CavitationSpread {
  /** Share of ships that hardly modulate. */
  absentShare: number;
  depth: Range;
  /** Amplitude of the blade harmonics, and of the others, before their fall with order. */
  bladeAmplitude: Range;
  shaftAmplitude: Range;
  /** Each shaft harmonic has this to all of that amplitude. */
  leastShaftShare: number;
  /** Standard deviation of single harmonics. */
  unevenness: number;
  shaftWander: Range;
  unsteadiness: Range;
}

/** Ships as they come, the many that tell DEMON nothing included: what training clips are drawn from. */
export const SHIPS_AT_LARGE: CavitationSpread = {
  absentShare: 0.35,
  depth: [0.03, 0.3],
  bladeAmplitude: [1.5, 4],
  shaftAmplitude: [0.1, 1],
  leastShaftShare: 0.3,
  unevenness: 0.25,
  shaftWander: [0.0005, 0.02],
  unsteadiness: [0, 0.12],
};

/** Ships that cavitate as in the literature: blade harmonics twice the shaft's, 0.1 to 0.5 % wander. */
export const CLEAR_SHIPS: CavitationSpread = {
  absentShare: 0,
  depth: [0.13, 0.25],
  bladeAmplitude: [2, 2.5],
  shaftAmplitude: [1, 1],
  leastShaftShare: 1,
  unevenness: 0.15,
  shaftWander: [0.001, 0.005],
  unsteadiness: [0, 0.12],
};

/** Draws harmonic amplitudes, which fall with the order of the blade harmonic to a power of 0.4 to 1. */
export function drawCavitation(
  random: Random,
  shaftHz: number,
  bladeCount: number,
  spread: CavitationSpread = SHIPS_AT_LARGE,
): CavitationModulation {
  const decay = random.uniform(0.4, 1);
  const orders = shaftHz * bladeCount > 250 ? bladeCount : 3 * bladeCount;
  const bladeAmplitude = random.uniform(...spread.bladeAmplitude);
  const shaftAmplitude = random.uniform(...spread.shaftAmplitude);
  const harmonics = Array.from({ length: orders }, (_, i) => {
    const order = i + 1;
    const amplitude =
      order % bladeCount === 0 ? bladeAmplitude : shaftAmplitude * random.uniform(spread.leastShaftShare, 1);
    return (
      (amplitude * Math.abs(random.normal(1, spread.unevenness))) / pow(Math.ceil(order / bladeCount), decay)
    );
  });
  return {
    shaftHz,
    bladeCount,
    depth: random.chance(spread.absentShare) ? random.uniform(0, 0.05) : random.uniform(...spread.depth),
    harmonics,
    shaftWander: random.logUniform(...spread.shaftWander),
    unsteadiness: random.uniform(...spread.unsteadiness),
  };
}

/** Of the modulation at full speed, what there is as soon as the propeller cavitates. */
const SHARE_AT_INCEPTION = 0.55;

/**
 * Share of its full modulation that a propeller shows at a shaft rate: none below inception, which lies at a fifth to
 * three fifths of full speed, and all at full speed.
 */
export function cavitationShare(random: Random, shaftRpm: number, fullRpm: number): number {
  const inceptionRpm = random.uniform(0.2, 0.6) * fullRpm;
  if (shaftRpm < inceptionRpm) return 0;
  const above = Math.min((shaftRpm - inceptionRpm) / (fullRpm - inceptionRpm), 1);
  return SHARE_AT_INCEPTION + (1 - SHARE_AT_INCEPTION) * above;
}

/**
 * The envelope of cavitation noise as it goes on in time: 1 + Σ a_h cos(2π h ∫ f_shaft dt), of unit mean power.
 * The form is that of Lourens and du Preez, "Passive sonar ML estimator for ship propeller speed" (1998).
 */
export class CavitationEnvelope {
  readonly #modulation: CavitationModulation;
  readonly #random: Random;
  /** Per harmonic: amplitude times cosine and sine of its phase. */
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #scale: number;
  #turns: number;
  #wander: number;
  #unsteadyFrom: number;
  #unsteadyTo: number;
  #unsteadyPlace = 0;

  constructor(modulation: CavitationModulation, random: Random) {
    this.#modulation = modulation;
    this.#random = random;
    const { shaftHz, depth, unsteadiness } = modulation;
    const audible = modulation.harmonics.map((a, i) => ((i + 1) * shaftHz < HIGHEST_MODULATION_HZ ? a : 0));
    const rms = Math.sqrt(audible.reduce((sum, a) => sum + (a * a) / 2, 0)) || 1;
    const phases = audible.map(() => random.uniform(0, 2 * Math.PI));
    this.#cosines = Float64Array.from(audible, (a, i) => ((a * depth) / rms) * cos(phases[i]!));
    this.#sines = Float64Array.from(audible, (a, i) => ((a * depth) / rms) * sin(phases[i]!));
    this.#scale = 1 / Math.sqrt(1 + depth * depth + (unsteadiness * unsteadiness * 2) / 3);
    this.#turns = random.uniform();
    this.#wander = random.normal(0, modulation.shaftWander);
    this.#unsteadyFrom = random.normal(0, unsteadiness);
    this.#unsteadyTo = random.normal(0, unsteadiness);
  }

  /** Shaft rate in the stretch that `fill` gave last. */
  get shaftHz(): number {
    return this.#modulation.shaftHz * (1 + this.#wander);
  }

  /** Gives the next stretch of the envelope at `rateHz`; `doppler` is received over sent frequency. */
  fill(out: Float32Array, rateHz: number, doppler: number): void {
    const memory = exp(-out.length / rateHz / SHAFT_MEMORY_SECONDS);
    this.#wander =
      memory * this.#wander +
      Math.sqrt(1 - memory * memory) * this.#random.normal(0, this.#modulation.shaftWander);
    const turnsPerStep = (this.shaftHz * doppler) / rateHz;
    for (let i = 0; i < out.length; i++) {
      this.#turns = (this.#turns + turnsPerStep) % 1;
      const value = 1 + this.#harmonicSum(2 * Math.PI * this.#turns) + this.#unsteady(1 / rateHz);
      out[i] = Math.max(value, LOWEST_ENVELOPE) * this.#scale;
    }
  }

  /** Σ a_h cos(h φ + θ_h), the harmonics by rotation from one to the next. */
  #harmonicSum(phase: number): number {
    const c = cos(phase);
    const s = sin(phase);
    const cosines = this.#cosines;
    const sines = this.#sines;
    let re = 1;
    let im = 0;
    let sum = 0;
    for (let h = 0; h < cosines.length; h++) {
      const next = re * c - im * s;
      im = re * s + im * c;
      re = next;
      sum += re * cosines[h]! - im * sines[h]!;
    }
    return sum;
  }

  #unsteady(stepSeconds: number): number {
    this.#unsteadyPlace += stepSeconds / UNSTEADY_SECONDS;
    if (this.#unsteadyPlace >= 1) {
      this.#unsteadyPlace -= 1;
      this.#unsteadyFrom = this.#unsteadyTo;
      this.#unsteadyTo = this.#random.normal(0, this.#modulation.unsteadiness);
    }
    return this.#unsteadyFrom + this.#unsteadyPlace * (this.#unsteadyTo - this.#unsteadyFrom);
  }
}
