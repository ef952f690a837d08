import {
  BLADE_COUNTS,
  candidateRateHz,
  SHAFT_CANDIDATES,
  SHAFT_RATES,
} from '../features/shaft-candidates.js';
import { softmax } from '../features/shaft-posterior.js';
import type { Objective } from './shaft-lbfgs.js';

/** Hand-marked labels lie this far under the peaks that they name: they were marked on a raster of 0.048 Hz. */
export const LABEL_OFFSET_HZ = 0.025;
/** A rate within 2.5 % of the label counts as right in the fit. */
const RIGHT_WITHIN = 0.025;

/** What a person read off one spectrum. */
export interface ShaftLabel {
  shaftHz: number;
  /** null where no count could be told; then every count is right. */
  bladeCount: number | null;
}

/** One labelled spectrum as the fit sees it. */
export interface ShaftExample {
  /** Standardised candidate features `[features, SHAFT_CANDIDATES]`. */
  features: Float32Array;
  /** The candidates that the label calls right. */
  right: readonly number[];
}

/** The candidates that a label calls right, as indices into `[SHAFT_RATES, BLADE_COUNTS]`. */
export function rightCandidates(label: ShaftLabel): number[] {
  const right: number[] = [];
  for (let i = 0; i < SHAFT_RATES; i++) {
    const rateHz = candidateRateHz(i) - LABEL_OFFSET_HZ;
    if (Math.abs(rateHz / label.shaftHz - 1) > RIGHT_WITHIN) continue;
    BLADE_COUNTS.forEach((blades, j) => {
      if (label.bladeCount === null || label.bladeCount === blades) right.push(i * BLADE_COUNTS.length + j);
    });
  }
  return right;
}

/**
 * The penalised negative log-likelihood of the labels under a softmax over the candidates,
 * −Σ ln p(right set) + penalty |w|², with its gradient.
 */
export function shaftObjective(examples: readonly ShaftExample[], penalty: number): Objective {
  const share = new Float64Array(SHAFT_CANDIDATES);
  return (weight, gradient) => {
    let value = 0;
    for (let d = 0; d < weight.length; d++) {
      value += penalty * weight[d] ** 2;
      gradient[d] = 2 * penalty * weight[d];
    }
    for (const { features, right } of examples) {
      score(features, weight, share);
      softmax(share);
      let hit = 0;
      for (const c of right) hit += share[c];
      hit = Math.max(hit, Number.MIN_VALUE);
      value -= Math.log(hit);
      for (const c of right) share[c] -= share[c] / hit;
      addShared(features, share, gradient);
    }
    return value;
  };
}

/** Writes Σ weight · feature of each candidate into `out`. */
function score(features: Float32Array, weight: Float64Array, out: Float64Array): void {
  const count = out.length;
  out.fill(0);
  for (let d = 0; d < weight.length; d++) {
    const w = weight[d];
    const row = features.subarray(d * count, (d + 1) * count);
    for (let c = 0; c < count; c++) out[c] += w * row[c];
  }
}

function addShared(features: Float32Array, share: Float64Array, gradient: Float64Array): void {
  const count = share.length;
  for (let d = 0; d < gradient.length; d++) {
    const row = features.subarray(d * count, (d + 1) * count);
    let sum = 0;
    for (let c = 0; c < count; c++) sum += share[c] * row[c];
    gradient[d] += sum;
  }
}
