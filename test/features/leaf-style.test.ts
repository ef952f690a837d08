import { expect, test } from 'vitest';
import { leafEnergies } from '../../src/features/leaf.js';
import { scaleForLeaf } from '../../src/features/leaf-input.js';
import { initialLeaf, publishedLeaf } from '../../src/features/leaf-parameters.js';
import { gaussianWindow, poolingGrid } from '../../src/features/leaf-pooling.js';
import { gaussianShapes, leafStyleBins, powerSpectra } from '../../src/features/leaf-style.js';
import { initialLeafStyle, leafStyleWindowSamples } from '../../src/features/leaf-style-parameters.js';
import { realFft } from '../../src/signal/fft.js';
import { simulateClip } from '../../src/simulator/clip.js';

/** Logarithms of LEAF's energies and of the Gaussian bank's on the same 25-ms windows, frames × filters each. */
function bothEnergies(samples: Float32Array): { exact: Float32Array; style: Float32Array; filters: number } {
  const leaf = initialLeaf({ ...publishedLeaf, initialisation: 'analytic' });
  const { windowSamples, strideSamples, parameters } = leaf;
  const exact = leafEnergies(samples, leaf).values;
  const shapes = gaussianShapes({
    compression: 'log',
    parameters: {
      ...initialLeafStyle('log').parameters,
      logCentre: parameters.centre.map(Math.log),
      logWidth: parameters.width.map(Math.log),
    },
  });
  const window = gaussianWindow(windowSamples, parameters.pooling[0]!).map(Math.sqrt);
  const { frames, lead } = poolingGrid(samples.length, windowSamples, strideSamples);
  const fft = realFft(leafStyleWindowSamples);
  const style = new Float32Array(frames * shapes.length);
  for (let frame = 0; frame < frames; frame++) {
    fft.input.fill(0);
    window.forEach((weight, i) => {
      fft.input[i] = weight * (samples[frame * strideSamples - lead + i] ?? 0);
    });
    fft.forward();
    const power = Float64Array.from({ length: leafStyleBins }, (_, bin) =>
      bin % (leafStyleBins - 1) === 0 ? 0 : fft.output[2 * bin]! ** 2 + fft.output[2 * bin + 1]! ** 2,
    );
    for (const [band, { firstBin, weights }] of shapes.entries()) {
      const energy = Array.from(weights).reduce((sum, weight, i) => sum + weight * power[firstBin + i]!, 0);
      style[frame * shapes.length + band] = energy;
    }
  }
  return { exact: exact.map(Math.log), style: style.map(Math.log), filters: shapes.length };
}

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  const product = sum((i) => (a[i]! - meanA) * (b[i]! - meanB));
  return product / Math.sqrt(sum((i) => (a[i]! - meanA) ** 2) * sum((i) => (b[i]! - meanB) ** 2));
}

test('on windows of LEAF’s length its energies follow exact LEAF’s', () => {
  for (const size of ['big', 'small', 'none'] as const) {
    const { samples } = simulateClip({ seed: `LEAF-style ${size}`, size, seconds: 2 });
    const { exact, style, filters } = bothEnergies(scaleForLeaf(samples));
    const ofFilter = (values: Float32Array, n: number) => values.filter((_, i) => i % filters === n);
    const overTime = Array.from({ length: filters }, (_, n) =>
      correlation(ofFilter(exact, n), ofFilter(style, n)),
    ).sort((a, b) => a - b);
    expect(correlation(exact, style)).toBeGreaterThan(0.995);
    expect(overTime[filters >> 1]).toBeGreaterThan(0.995);
    // The quietest filters hear louder neighbours through the side lobes of a window that ends abruptly.
    expect(overTime[filters >> 2]).toBeGreaterThan(0.95);
  }
});

test('the power of a frame sums to its mean square', () => {
  const samples = Float32Array.from({ length: leafStyleWindowSamples }, (_, n) => 0.3 * Math.sin(0.7 * n));
  const { values, frames } = powerSpectra(samples);
  expect(frames).toBe(1);
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0.3 ** 2 / 2, 4);
});
