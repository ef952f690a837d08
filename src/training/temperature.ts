import { temper } from '../prototypes/head.js';

/**
 * Finds the temperature under which held-out examples are likeliest, by golden-section search over its
 * logarithm.
 */
export function fitTemperature(probabilities: Float64Array, positive: Uint8Array): number {
  const loss = (logTemperature: number): number => {
    let sum = 0;
    for (let i = 0; i < positive.length; i++) {
      const p = temper(probabilities[i], Math.exp(logTemperature));
      sum -= Math.log(positive[i] ? p : 1 - p);
    }
    return sum;
  };
  return Number(Math.exp(minimise(loss, Math.log(0.2), Math.log(5))).toPrecision(6));
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

function minimise(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1e-5) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (f(left) < f(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
