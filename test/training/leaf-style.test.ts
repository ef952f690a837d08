import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useEngine } from '../../src/embedding/backends/engine.js';
import { scaleForLeaf } from '../../src/features/leaf-input.js';
import { LeafStyleFrontEnd, leafStyleBins, powerSpectra } from '../../src/features/leaf-style.js';
import {
  initialLeafStyle,
  type LeafStyle,
  type LeafStyleCompression,
  leafStyleBounds,
  leafStyleParameters,
} from '../../src/features/leaf-style-parameters.js';
import { Random } from '../../src/simulator/random.js';
import { LeafStyleLayer } from '../../src/training/leaf-style.js';

beforeAll(() => useEngine('cpu'));

const COMPRESSIONS: readonly LeafStyleCompression[] = ['log', 'pcen'];

/** Two seconds of lines and modulated noise. */
function sound(): Float32Array {
  const samples = new Float32Array(20_000);
  new Random('LEAF-style').fillNormal(samples);
  return scaleForLeaf(
    samples.map((noise, n) => noise * (1 + Math.sin(0.003 * n)) + 3 * Math.sin(0.05 * n) + Math.cos(0.9 * n)),
  );
}

/** Bands 0, 10, 20… of the initial bank, every parameter another one. */
function someBands(compression: LeafStyleCompression): LeafStyle {
  const random = new Random('parameters');
  const { parameters } = initialLeafStyle(compression);
  const pick = (values: Float64Array) =>
    values.filter((_, band) => band % 10 === 0).map((value) => 0.9 * value + random.uniform(0, 0.1));
  return {
    compression,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [name, pick(values)]),
    ) as LeafStyle['parameters'],
  };
}

function spectraOf(samples: Float32Array): tf.Tensor3D {
  const { values, frames } = powerSpectra(samples);
  return tf.tensor3d(values, [1, frames, leafStyleBins]);
}

describe.each(COMPRESSIONS)('LEAF-style front end, %s', (compression) => {
  test('gives in the daemon’s arithmetic what it gave in training', () => {
    const leafStyle = someBands(compression);
    const ours = new LeafStyleFrontEnd(leafStyle).features(sound());
    const trained = tf.tidy(() =>
      (new LeafStyleLayer(leafStyle).apply(spectraOf(sound())) as tf.Tensor).dataSync(),
    );
    expect(ours.bands).toBe(10);
    expect(trained.length).toBe(ours.values.length);
    const largest = Math.max(...trained);
    ours.values.forEach(
      (value, i) => void expect(Math.abs(value - trained[i]!)).toBeLessThan(1e-4 * largest),
    );
  });

  test.each(leafStyleParameters(compression))('knows how its output changes with %s', (name) => {
    const samples = sound();
    const layer = new LeafStyleLayer(someBands(compression));
    const spectra = spectraOf(samples);
    layer.apply(spectra);
    const weighting = tf.randomNormal([1, spectra.shape[1], 10], 0, 1, 'float32', 3);
    const { grads } = tf.variableGrads(
      () => tf.sum(tf.mul(layer.apply(spectra) as tf.Tensor, weighting)) as tf.Scalar,
    );
    const own = layer.trainableWeights.find((weight) => weight.originalName.endsWith(name))!;
    const gradient = grads[(own.read() as tf.Variable).name]!.dataSync();
    const weights = weighting.dataSync();
    const step = 1e-3;
    const sumWhen = (band: number, moved: number) => {
      const leafStyle = someBands(compression);
      leafStyle.parameters[name][band]! += moved;
      const { values } = new LeafStyleFrontEnd(leafStyle).features(samples);
      return values.reduce((sum, value, i) => sum + value * weights[i]!, 0);
    };
    const slopes = Array.from(
      gradient,
      (_, band) => (sumWhen(band, step) - sumWhen(band, -step)) / (2 * step),
    );
    const steepest = Math.max(...slopes.map(Math.abs));
    expect(steepest).toBeGreaterThan(1e-3);
    slopes.forEach(
      (slope, band) => void expect(Math.abs(gradient[band]! - slope)).toBeLessThan(0.01 * steepest),
    );
  });

  test('keeps what it learns within the bounds', () => {
    const leafStyle = someBands(compression);
    for (const name of leafStyleParameters(compression))
      leafStyle.parameters[name][0] = name === 'root' ? 0 : 99;
    const layer = new LeafStyleLayer(leafStyle);
    layer.apply(spectraOf(sound()));
    layer.constrain();
    const bounds = leafStyleBounds();
    for (const weight of layer.trainableWeights) {
      const name = leafStyleParameters(compression).find((one) => weight.originalName.endsWith(one))!;
      for (const value of weight.read().dataSync()) {
        expect(value).toBeGreaterThanOrEqual(bounds[name][0]);
        expect(value).toBeLessThanOrEqual(bounds[name][1]);
      }
    }
  });
});
