import { BLADE_COUNTS, type CANDIDATE_FEATURES, candidateRateHz, SHAFT_RATES } from './shaft-candidates.js';

/** What one feature adds to a candidate's score: weight × (feature − mean) / deviation. */
export interface ShaftTerm {
  feature: (typeof CANDIDATE_FEATURES)[number];
  mean: number;
  deviation: number;
  weight: number;
}

/** A linear score of a candidate, one term a feature in the order of `CANDIDATE_FEATURES`. */
export type ShaftModel = readonly ShaftTerm[];

/** A rate is taken with its neighbours up to 3 % away. */
const WINDOW_STEPS = 3;
const BLADES = BLADE_COUNTS.length;

/** Turns measured candidates into probabilities `[SHAFT_CANDIDATES]`: the softmax of the model's scores. */
export function candidateProbabilities(features: Float64Array, model: ShaftModel, out: Float64Array): void {
  const count = out.length;
  out.fill(0);
  model.forEach(({ mean, deviation, weight }, d) => {
    const scale = weight / deviation;
    const row = d * count;
    for (let c = 0; c < count; c++) out[c] += scale * (features[row + c] - mean);
  });
  softmax(out);
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float64Array): void {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < scores.length; c++) if (scores[c] > greatest) greatest = scores[c];
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp(scores[c] - greatest);
    sum += scores[c];
  }
  for (let c = 0; c < scores.length; c++) scores[c] /= sum;
}

/** The likeliest rate, its likeliest blade count, and the probability of the window around the rate. */
export interface ShaftPick {
  shaftHz: number;
  bladeCount: number;
  trust: number;
}

/** Picks from probabilities `[SHAFT_CANDIDATES]`. */
export function readPosterior(probabilities: Float64Array): ShaftPick {
  let centre = 0;
  let trust = -1;
  for (let i = 0; i < SHAFT_RATES; i++) {
    const mass = windowMass(probabilities, i);
    if (mass > trust) {
      trust = mass;
      centre = i;
    }
  }
  let logRate = 0;
  const blades = new Float64Array(BLADES);
  for (
    let i = Math.max(0, centre - WINDOW_STEPS);
    i <= Math.min(SHAFT_RATES - 1, centre + WINDOW_STEPS);
    i++
  ) {
    for (let j = 0; j < BLADES; j++) {
      const probability = probabilities[i * BLADES + j];
      logRate += probability * Math.log(candidateRateHz(i));
      blades[j] += probability;
    }
  }
  return {
    shaftHz: Math.exp(logRate / trust),
    bladeCount: BLADE_COUNTS[blades.indexOf(Math.max(...blades))],
    trust: Math.min(1, trust),
  };
}

function windowMass(probabilities: Float64Array, centre: number): number {
  let mass = 0;
  const last = Math.min(SHAFT_RATES - 1, centre + WINDOW_STEPS);
  for (let i = Math.max(0, centre - WINDOW_STEPS); i <= last; i++) {
    for (let j = 0; j < BLADES; j++) mass += probabilities[i * BLADES + j];
  }
  return mass;
}
