import * as tf from '@tensorflow/tfjs-core';
import { leafFeatures } from '../../src/features/leaf.js';
import { scaleForLeaf } from '../../src/features/leaf-input.js';
import { initialLeaf, publishedLeaf } from '../../src/features/leaf-parameters.js';
import { LeafStyleFrontEnd, leafStyleBins, powerSpectra } from '../../src/features/leaf-style.js';
import {
  initialLeafStyle,
  type LeafStyle,
  type LeafStyleCompression,
  leafStyleWindowSamples,
} from '../../src/features/leaf-style-parameters.js';
import { concatenate } from '../../src/signal/concatenate.js';
import { medianInPlace } from '../../src/signal/quantile.js';
import { LeafLayer } from '../../src/training/leaf.js';
import { LeafStyleLayer } from '../../src/training/leaf-style.js';
import { type BankShift, type Excerpt, type FrontEnd, HOP_SAMPLES } from './front-end.js';

type Sound = { prepared: Float32Array; excerpt: Excerpt };

/** The LEAF-style front end: a Gaussian bank on the daemon's 512-ms windows, centres, widths and compression learned. */
export function leafStyleFrontEnd(compression: LeafStyleCompression): FrontEnd<Float32Array> {
  const layer = new LeafStyleLayer(initialLeafStyle(compression));
  layer.build();
  return {
    bands: layer.leafStyle.parameters.logCentre.length,
    prepare: (samples) => scaleForLeaf(samples.slice()),
    features: (clips) =>
      tf.tidy(() => {
        const spectra = clips.map(({ prepared, excerpt }) => powerSpectra(windowsOf(prepared, excerpt)));
        const shape: [number, number, number] = [clips.length, spectra[0]!.frames, leafStyleBins];
        const stacked = tf.tensor3d(concatenate(spectra.map(({ values }) => values)), shape);
        return layer.apply(stacked) as tf.Tensor3D;
      }),
    variables: layer.trainableWeights.map((weight) => weight.read() as tf.Variable),
    constrain: () => layer.constrain(),
    plain: () => {
      const frontEnd = new LeafStyleFrontEnd(layer.leafStyle);
      return (samples) => frontEnd.features(samples);
    },
    moved: () => shiftOf(layer.leafStyle, initialLeafStyle(compression)),
  };
}

/** LEAF as published: 40 Gabor filters over 25 ms, Gaussian pooling, sPCEN. */
export function leafFrontEnd(): FrontEnd<Float32Array> {
  const layer = new LeafLayer(initialLeaf(publishedLeaf));
  layer.build();
  return {
    bands: publishedLeaf.filters,
    prepare: (samples) => scaleForLeaf(samples.slice()),
    features: (clips, training) =>
      tf.tidy(() => {
        const parts = clips.map(({ prepared, excerpt: { firstHop, hops } }) =>
          prepared.subarray(firstHop * HOP_SAMPLES, (firstHop + hops) * HOP_SAMPLES),
        );
        const sound = tf.tensor2d(concatenate(parts), [parts.length, parts[0]!.length]);
        return layer.apply(sound, { training }) as tf.Tensor3D;
      }),
    variables: layer.trainableWeights.map((weight) => weight.read() as tf.Variable),
    constrain: () => layer.constrain(),
    plain: () => {
      const { leaf } = layer;
      return (samples) => leafFeatures(samples, leaf);
    },
  };
}

/** The samples of the windows that end with the excerpt's hops, as the fixed filterbank has them. */
function windowsOf(samples: Sound['prepared'], { firstHop, hops }: Excerpt): Float32Array {
  const end = (firstHop + hops) * HOP_SAMPLES;
  return samples.subarray((firstHop + 1) * HOP_SAMPLES - leafStyleWindowSamples, end);
}

function shiftOf({ parameters: now }: LeafStyle, { parameters: before }: LeafStyle): BankShift {
  const medianShift = (name: 'logCentre' | 'logWidth') =>
    medianInPlace(
      now[name].map((value, band) => Math.abs(value - before[name][band]!)),
      now[name].length,
    );
  const spacing = before.logCentre[1]! - before.logCentre[0]!;
  return {
    centre: medianShift('logCentre') / spacing,
    widthPercent: 100 * Math.expm1(medianShift('logWidth')),
  };
}
