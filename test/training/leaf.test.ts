import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../src/embedding/backend-ladder.js';
import { useEngine } from '../../src/embedding/backends/engine.js';
import { leafFeatures } from '../../src/features/leaf.js';
import {
  initialLeaf,
  LEAF_PARAMETERS,
  type Leaf,
  leafBounds,
  publishedLeaf,
} from '../../src/features/leaf-parameters.js';
import { LeafLayer } from '../../src/training/leaf.js';
import { DifferentiableLeaf } from '../../src/training/leaf-derivatives.js';
import { addConvolutionGradient } from '../../src/training/wasm-convolution-gradient.js';
import { leafSignal } from '../features/leaf-signals.js';

const published = initialLeaf(publishedLeaf);

/** Two filters over 25 samples each 10; every parameter another one, none at a bound. */
function tinyLeaf(): Leaf {
  return {
    windowSamples: 25,
    strideSamples: 10,
    parameters: {
      centre: Float64Array.of(0.4, 1.7),
      width: Float64Array.of(5, 2.5),
      pooling: Float64Array.of(0.4, 0.25),
      alpha: Float64Array.of(0.9, 0.6),
      delta: Float64Array.of(2, 0.7),
      root: Float64Array.of(2, 3),
      smoothing: Float64Array.of(0.1, 0.5),
    },
  };
}

const chirp = Float32Array.from({ length: 333 }, (_, n) => 0.8 * Math.sin(0.2 * n + 0.004 * n * n));

describe('LEAF with its derivatives', () => {
  test('has the values of the plain forward pass', () => {
    for (const name of ['tones', 'chirp']) {
      const samples = leafSignal(name, 4000);
      const { values } = leafFeatures(samples, published);
      const ours = new DifferentiableLeaf(published).run(samples).values;
      expect(Math.max(...values.map((value, i) => Math.abs(value - ours[i]!)))).toBeLessThan(1e-5);
    }
  });

  test.each(LEAF_PARAMETERS)('knows how each value changes with %s', (name) => {
    const { by } = new DifferentiableLeaf(tinyLeaf()).run(chirp);
    for (const filter of [0, 1]) {
      const step = 1e-3 * tinyLeaf().parameters[name][filter]!;
      const moved = (sign: number) => {
        const leaf = tinyLeaf();
        leaf.parameters[name][filter]! += sign * step;
        return leafFeatures(chirp, leaf).values;
      };
      const [above, below] = [moved(1), moved(-1)];
      const slopes = above.map((value, i) => (value - below[i]!) / (2 * step));
      const steepest = Math.max(...slopes.map(Math.abs));
      expect(steepest).toBeGreaterThan(1e-3);
      slopes.forEach((slope, i) => {
        // Of the other filter the value does not move at all.
        const expected = i % 2 === filter ? by[name][i]! : 0;
        expect(Math.abs(slope - expected)).toBeLessThan(2e-3 * steepest + 2e-6 / step);
      });
    }
  });

  test('has no slope where a parameter lies beyond its bound, or the energy under the floor', () => {
    const leaf = tinyLeaf();
    leaf.parameters.alpha[0] = 1.2;
    leaf.parameters.width[0] = 1;
    const { by } = new DifferentiableLeaf(leaf).run(chirp);
    for (const name of ['alpha', 'width'] as const) {
      expect(by[name].every((slope, i) => i % 2 === 1 || slope === 0)).toBe(true);
      expect(by[name].some((slope) => slope !== 0)).toBe(true);
    }
    const silence = new DifferentiableLeaf(tinyLeaf()).run(new Float32Array(333)).by;
    for (const name of ['centre', 'width', 'pooling', 'smoothing'] as const)
      expect(silence[name].every((slope) => slope === 0)).toBe(true);
  });
});

describe.each(['cpu', 'wasm'])('the layer on %s', (engine) => {
  beforeAll(async () => {
    await openBackend('wasm');
    await useEngine(engine);
  });

  test('gives the published features, the same when it learns and when it does not', () => {
    const layer = new LeafLayer(published);
    const samples = [leafSignal('tones', 1600), leafSignal('chirp', 1600)];
    const batch = tf.tensor2d(Float32Array.from(samples.flatMap((clip) => [...clip])), [2, 1600]);
    for (const training of [false, true]) {
      const features = layer.apply(batch, { training }) as tf.Tensor;
      expect(features.shape).toEqual([2, 10, 40]);
      const values = features.dataSync();
      samples.forEach((clip, i) => {
        const expected = leafFeatures(clip, published).values;
        expected.forEach((value, j) => {
          expect(Math.abs(values[400 * i + j]! - value)).toBeLessThan(1e-5);
        });
      });
    }
  });

  test('gives a loss the gradient that finite differences give', () => {
    const layer = new LeafLayer(tinyLeaf());
    const batch = tf.tensor2d(
      Float32Array.from([...chirp, ...chirp.map((x, i) => x * Math.cos(i))]),
      [2, 333],
    );
    const slope = tf.randomNormal([2, 34, 2], 0, 1, 'float32', 5);
    const loss = () =>
      tf.sum(tf.mul(layer.apply(batch, { training: true }) as tf.Tensor, slope)) as tf.Scalar;
    loss();
    const { grads } = tf.variableGrads(loss);
    layer.trainableWeights.forEach((weight, at) => {
      const name = LEAF_PARAMETERS[at]!;
      const variable = Object.entries(grads)
        .find(([key]) => key === weight.name)![1]
        .dataSync();
      for (const filter of [0, 1]) {
        const step = 2e-3 * tinyLeaf().parameters[name][filter]!;
        const lossAt = (sign: number) => {
          const values = tinyLeaf().parameters[name];
          values[filter]! += sign * step;
          weight.write(tf.tensor1d(Float32Array.from(values)));
          return loss().dataSync()[0]!;
        };
        const numeric = (lossAt(1) - lossAt(-1)) / (2 * step);
        weight.write(tf.tensor1d(Float32Array.from(tinyLeaf().parameters[name])));
        expect(Math.abs(variable[filter]! - numeric), name).toBeLessThan(
          0.01 * Math.abs(numeric) + 2e-5 / step,
        );
      }
    });
  });

  test('moves what left its bounds back to them, and holds no tensors', () => {
    const layer = new LeafLayer(tinyLeaf());
    layer.apply(tf.zeros([1, 100]));
    layer.trainableWeights[0]!.write(tf.tensor1d([-1, 5]));
    layer.trainableWeights[5]!.write(tf.tensor1d([0.5, 2]));
    const before = tf.memory().numTensors;
    layer.constrain();
    tf.tidy(() => void layer.apply(tf.zeros([2, 100]), { training: true }));
    expect(tf.memory().numTensors).toBe(before);
    expect([...layer.trainableWeights[0]!.read().dataSync()]).toEqual([0, Math.fround(Math.PI)]);
    expect([...layer.trainableWeights[5]!.read().dataSync()]).toEqual([1, 2]);
  });

  test('is the first layer of a model that knows its shapes', () => {
    const model = sequential({ layers: [new LeafLayer(published, { inputShape: [12_345] })] });
    expect(model.outputs[0]!.shape).toEqual([null, 78, 40]);
  });
});

// A centre at zero is a mirror of itself, and a smoother at zero stands still: they have no slope by nature.
test.each(['width', 'pooling', 'alpha', 'delta', 'root'] as const)(
  'a weight that lies at a bound of %s, in single precision, still learns',
  (name) => {
    for (const bound of leafBounds(25)[name].filter(Number.isFinite)) {
      const leaf = tinyLeaf();
      leaf.parameters[name] = Float64Array.from(Float32Array.of(bound, bound));
      const { by } = new DifferentiableLeaf(leaf).run(chirp);
      expect(by[name].some((slope) => slope !== 0)).toBe(true);
    }
  },
);

test.each([
  [1, 'valid'],
  [2, 'same'],
  [2, 'valid'],
  [[1, 2], 'same'],
] as const)('wasm learns convolutions as the plain backend does: strides %s, %s', async (strides, pad) => {
  await openBackend('wasm');
  addConvolutionGradient();
  const gradient = async (engine: string) => {
    await useEngine(engine);
    return tf.tidy(() => {
      const x = tf.randomNormal<tf.Rank.R4>([3, 9, 8, 2], 0, 1, 'float32', 1);
      const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 2, 4], 0, 1, 'float32', 2);
      const square = (f: tf.Tensor4D) =>
        tf.sum(
          tf.square(
            tf.conv2d(x, f, [...[strides].flat(), ...[strides].flat()].slice(0, 2) as [number, number], pad),
          ),
        );
      return tf
        .grad(square as (f: tf.Tensor) => tf.Tensor)(filter)
        .dataSync();
    });
  };
  const [plain, wasm] = [await gradient('cpu'), await gradient('wasm')];
  plain.forEach((value, i) => {
    expect(Math.abs(wasm[i]! - value)).toBeLessThan(1e-4 * (1 + Math.abs(value)));
  });
});
