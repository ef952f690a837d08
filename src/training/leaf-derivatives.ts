import { gaborTaps, LEAF_ENERGY_FLOOR, LEAF_PCEN_FLOOR } from '../features/leaf.js';
import {
  constrainLeaf,
  LEAF_PARAMETERS,
  type Leaf,
  type LeafParameter,
  leafBounds,
  mapLeafParameters,
} from '../features/leaf-parameters.js';
import { gaussianWindow, type PoolingGrid, poolInto, poolingGrid } from '../features/leaf-pooling.js';
import { CorrelationBank } from '../signal/correlation-bank.js';

/** Row-major `[frames, filters]` each. */
export interface LeafDerivatives {
  values: Float32Array;
  /** Of each value by each parameter of its own filter; it depends on no other's. */
  by: Record<LeafParameter, Float32Array>;
}

/** What of the energies depends on, after pooling. */
const POOLED = ['value', 'centre', 'width', 'pooling'] as const;
type Pooled = Record<(typeof POOLED)[number], Float64Array>;

/** Responses of a filter that its energy and the derivatives of that take, real and imaginary in turn. */
const RESPONSES = 6;

/**
 * LEAF with its derivatives. Each value depends on seven numbers only, those of its own filter, so the derivatives
 * are carried forward beside the values, and the gradient of a loss is a sum over them. A parameter beyond its bound
 * counts as the bound and has the derivative zero, as in leaf-audio.
 */
export class DifferentiableLeaf {
  readonly #leaf: Leaf;
  readonly #given: Leaf;
  readonly #filters: number;
  readonly #bank: CorrelationBank;
  readonly #windows: { weight: Float64Array; byWidth: Float64Array }[];
  readonly #responses: Float32Array[];
  readonly #energy: Float64Array;

  constructor(leaf: Leaf) {
    this.#given = leaf;
    this.#leaf = constrainLeaf(leaf);
    const { windowSamples, parameters } = this.#leaf;
    this.#filters = parameters.centre.length;
    this.#bank = new CorrelationBank(
      Array.from(parameters.centre, (centre, i) =>
        tapsWithDerivatives(windowSamples, centre, parameters.width[i]),
      ).flat(),
    );
    this.#windows = Array.from(parameters.pooling, (width) => windowWithDerivative(windowSamples, width));
    this.#responses = Array.from({ length: RESPONSES }, () => new Float32Array(this.#bank.blockSamples));
    this.#energy = new Float64Array(this.#bank.blockSamples);
  }

  run(samples: Float32Array): LeafDerivatives {
    const { windowSamples, strideSamples } = this.#leaf;
    const grid = poolingGrid(samples.length, windowSamples, strideSamples);
    const pooled = Array.from({ length: this.#filters }, () => emptyPooled(grid.frames));
    this.#bank.run(samples, (first, count, response) => {
      for (let filter = 0; filter < this.#filters; filter++) {
        for (let i = 0; i < RESPONSES; i++) response(RESPONSES * filter + i, this.#responses[i]);
        this.#pool(pooled[filter], filter, grid, first, count);
      }
    });
    const length = grid.frames * this.#filters;
    const given = { values: new Float32Array(length), by: mapLeafParameters(() => new Float32Array(length)) };
    for (let filter = 0; filter < this.#filters; filter++) this.#compress(pooled[filter], filter, given);
    this.#silenceBeyondBounds(given.by);
    return given;
  }

  /** Energies and their derivatives of one block, into the frames. */
  #pool(pooled: Pooled, filter: number, grid: PoolingGrid, first: number, count: number): void {
    const [re, im, reByCentre, imByCentre, reByWidth, imByWidth] = this.#responses;
    const { weight, byWidth } = this.#windows[filter];
    const energy = this.#energy;
    for (let i = 0; i < count; i++) energy[i] = re[i] * re[i] + im[i] * im[i];
    poolInto(pooled.value, grid, weight, energy, first, count);
    poolInto(pooled.pooling, grid, byWidth, energy, first, count);
    for (let i = 0; i < count; i++) energy[i] = 2 * (re[i] * reByCentre[i] + im[i] * imByCentre[i]);
    poolInto(pooled.centre, grid, weight, energy, first, count);
    for (let i = 0; i < count; i++) energy[i] = 2 * (re[i] * reByWidth[i] + im[i] * imByWidth[i]);
    poolInto(pooled.width, grid, weight, energy, first, count);
  }

  /** Floor and sPCEN of one filter: Y = U^(1/r) − δ^(1/r), U = X · (ε + M)^−α + δ, M = s · X + (1 − s) · M before. */
  #compress(pooled: Pooled, filter: number, { values, by }: LeafDerivatives): void {
    const { alpha, delta, root, smoothing } = mapLeafParameters(
      (name) => this.#leaf.parameters[name][filter],
    );
    const rootOfDelta = delta ** (1 / root);
    const average: Record<(typeof POOLED)[number] | 'smoothing', number> = {
      value: 0,
      centre: 0,
      width: 0,
      pooling: 0,
      smoothing: 0,
    };
    for (let frame = 0; frame < pooled.value.length; frame++) {
      const heard = pooled.value[frame] >= LEAF_ENERGY_FLOOR;
      const energy = heard ? pooled.value[frame] : LEAF_ENERGY_FLOOR;
      const slope = (name: 'centre' | 'width' | 'pooling') => (heard ? pooled[name][frame] : 0);
      const share = frame === 0 ? 1 : smoothing;
      average.smoothing = frame === 0 ? 0 : energy - average.value + (1 - share) * average.smoothing;
      average.value += share * (energy - average.value);

      const level = LEAF_PCEN_FLOOR + average.value;
      const gain = level ** -alpha;
      const sum = energy * gain + delta;
      const power = sum ** (1 / root);
      const bySum = power / (root * sum);
      const byAverage = (bySum * -alpha * energy * gain) / level;
      const at = frame * this.#filters + filter;
      values[at] = power - rootOfDelta;
      for (const name of ['centre', 'width', 'pooling'] as const) {
        average[name] += share * (slope(name) - average[name]);
        by[name][at] = bySum * gain * slope(name) + byAverage * average[name];
      }
      by.smoothing[at] = byAverage * average.smoothing;
      by.alpha[at] = -bySum * energy * gain * Math.log(level);
      by.delta[at] = bySum - rootOfDelta / (root * delta);
      by.root[at] = -(power * Math.log(sum) - rootOfDelta * Math.log(delta)) / root ** 2;
    }
  }

  #silenceBeyondBounds(by: Record<LeafParameter, Float32Array>): void {
    const bounds = leafBounds(this.#leaf.windowSamples);
    for (const name of LEAF_PARAMETERS) {
      const [least, most] = bounds[name];
      this.#given.parameters[name].forEach((value, filter) => {
        if (value >= least && value <= most) return;
        for (let at = filter; at < by[name].length; at += this.#filters) by[name][at] = 0;
      });
    }
  }
}

function emptyPooled(frames: number): Pooled {
  return Object.fromEntries(POOLED.map((name) => [name, new Float64Array(frames)])) as Pooled;
}

/** The Gabor filter, its derivative by the centre i·t·k(t), and by the width k(t) · (t² / width² − 1) / width. */
function tapsWithDerivatives(length: number, centre: number, width: number): Float64Array[] {
  const { real, imaginary } = gaborTaps(length, centre, width);
  const half = (length - 1) / 2;
  const byWidth = (tap: number, i: number) => (tap * (((i - half) / width) ** 2 - 1)) / width;
  return [
    real,
    imaginary,
    imaginary.map((tap, i) => -(i - half) * tap),
    real.map((tap, i) => (i - half) * tap),
    real.map(byWidth),
    imaginary.map(byWidth),
  ];
}

function windowWithDerivative(length: number, width: number) {
  const weight = gaussianWindow(length, width);
  const half = (length - 1) / 2;
  return { weight, byWidth: weight.map((w, i) => (w * ((i - half) / half) ** 2) / width ** 3) };
}
