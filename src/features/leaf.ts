import { CorrelationBank } from '../signal/correlation-bank.js';
import type { Patch } from './frames.js';
import { constrainLeaf, type Leaf } from './leaf-parameters.js';
import { gaussianWindow, poolInto, poolingGrid } from './leaf-pooling.js';
import { Pcen } from './pcen.js';

/** What counts as no energy after pooling, before sPCEN. */
export const LEAF_ENERGY_FLOOR = 1e-5;
export const LEAF_PCEN_FLOOR = 1e-12;

/**
 * LEAF (Zeghidour et al. 2021) of a signal, frames × filters, as leaf-audio computes it: Gabor filters, squared
 * modulus, Gaussian pooling with TensorFlow's SAME padding, a floor, and PCEN with parameters of its own in each
 * filter, whose average starts from the first frame. Parameters outside their bounds count as the bound.
 */
export function leafFeatures(samples: Float32Array, leaf: Leaf): Patch {
  const { alpha, delta, root, smoothing } = constrainLeaf(leaf).parameters;
  const { values, frames, bands } = leafEnergies(samples, leaf);
  for (let i = 0; i < values.length; i++) values[i] = Math.max(values[i], LEAF_ENERGY_FLOOR);
  for (let filter = 0; filter < bands; filter++) {
    const pcen = new Pcen(1, smoothing[filter], {
      gain: alpha[filter],
      bias: delta[filter],
      power: 1 / root[filter],
      floor: LEAF_PCEN_FLOOR,
    });
    for (let frame = 0; frame < frames; frame++) pcen.apply(values, frame * bands + filter);
  }
  return { values, frames, bands };
}

/** Energy of each filter after pooling, frames × filters; the windows are not normalised. */
export function leafEnergies(samples: Float32Array, leaf: Leaf): Patch {
  const { windowSamples, strideSamples, parameters } = constrainLeaf(leaf);
  const filters = parameters.centre.length;
  const grid = poolingGrid(samples.length, windowSamples, strideSamples);
  const windows = Array.from(parameters.pooling, (width) => gaussianWindow(windowSamples, width));
  const taps = Array.from(parameters.centre, (centre, i) =>
    gaborTaps(windowSamples, centre, parameters.width[i]),
  );
  const bank = new CorrelationBank(taps.flatMap(({ real, imaginary }) => [real, imaginary]));
  const real = new Float32Array(bank.blockSamples);
  const imaginary = new Float32Array(bank.blockSamples);
  const energy = new Float64Array(bank.blockSamples);
  const sums = Array.from({ length: filters }, () => new Float64Array(grid.frames));
  bank.run(samples, (first, count, response) => {
    for (let filter = 0; filter < filters; filter++) {
      response(2 * filter, real);
      response(2 * filter + 1, imaginary);
      for (let i = 0; i < count; i++) energy[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
      poolInto(sums[filter], grid, windows[filter], energy, first, count);
    }
  });
  const values = new Float32Array(grid.frames * filters);
  for (let i = 0; i < values.length; i++) values[i] = sums[i % filters][Math.floor(i / filters)];
  return { values, frames: grid.frames, bands: filters };
}

/** Real and imaginary part of a Gabor filter `[length]`, its peak in the middle; centre in rad a sample, width in samples. */
export function gaborTaps(
  length: number,
  centre: number,
  width: number,
): { real: Float64Array; imaginary: Float64Array } {
  const envelope = (t: number) => Math.exp(-0.5 * (t / width) ** 2) / (Math.sqrt(2 * Math.PI) * width);
  const times = Float64Array.from({ length }, (_, i) => i - (length - 1) / 2);
  return {
    real: times.map((t) => envelope(t) * Math.cos(centre * t)),
    imaginary: times.map((t) => envelope(t) * Math.sin(centre * t)),
  };
}
