import * as tf from '@tensorflow/tfjs-core';
import { analysisRateHz, framesWithin } from '../../src/features/analysis.js';
import { type Compression, Filterbank, filterbankBands } from '../../src/features/filterbank.js';
import type { Patch } from '../../src/features/frames.js';
import { melWeights } from '../../src/features/mel.js';
import { concatenate } from '../../src/signal/concatenate.js';
import { HannBands, hannDensityScale } from '../../src/signal/hann-bands.js';
import { SampleHistory } from '../../src/signal/sample-history.js';
import { type Excerpt, FIRST_HOP, type FrontEnd, HOP_SAMPLES } from './front-end.js';

const MEL_BANDS = 40;
/** 24 ms: the nearest to 25 that the FFT takes. */
const MEL_WINDOW = 384;
const MEL_HOP = 160;
const POWER_FLOOR = 1e-16;

/** The daemon's filterbank: 96 log-spaced bands of 512-ms windows. */
export function filterbankFrontEnd(compression: Compression): FrontEnd<Patch> {
  const patchOf = (samples: Float32Array): Patch => {
    const filterbank = new Filterbank(compression, samples.length);
    const history = new SampleHistory(samples.length);
    history.append(samples);
    filterbank.advance(history);
    return filterbank.patch(FIRST_HOP * HOP_SAMPLES, samples.length - FIRST_HOP * HOP_SAMPLES);
  };
  return fixedFrontEnd(filterbankBands, 1, FIRST_HOP, patchOf);
}

/** Log-mel as it is usual: LEAF's 40 bands from 60 Hz to 7.8 kHz, windows of 24 ms each 10 ms. */
export function logMelFrontEnd(): FrontEnd<Patch> {
  const binHz = analysisRateHz / MEL_WINDOW;
  const weights = melWeights(
    { bands: MEL_BANDS, lowestHz: 60, highestHz: 7_800, scale: 'htk', equalArea: false },
    binHz,
    MEL_WINDOW / 2 + 1,
  );
  const shapes = weights.map((all) => {
    const firstBin = all.findIndex((weight) => weight > 0);
    return { firstBin, weights: all.slice(firstBin, all.findLastIndex((weight) => weight > 0) + 1) };
  });
  const bank = new HannBands(MEL_WINDOW, shapes, hannDensityScale(MEL_WINDOW, analysisRateHz) * binHz);
  const patchOf = (samples: Float32Array): Patch => {
    const frames = framesWithin(samples.length, MEL_WINDOW, MEL_HOP);
    const values = new Float32Array(frames * MEL_BANDS);
    for (let frame = 0; frame < frames; frame++)
      bank.measure(samples, frame * MEL_HOP, values, frame * MEL_BANDS);
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      values[i] = 10 * Math.log10(values[i]! + POWER_FLOOR);
      sum += values[i]!;
    }
    for (let i = 0; i < values.length; i++) values[i]! -= sum / values.length;
    return { values, frames, bands: MEL_BANDS };
  };
  return fixedFrontEnd(MEL_BANDS, HOP_SAMPLES / MEL_HOP, 0, patchOf);
}

/** Patches are made once; a frame `i` of them belongs to hop `firstHop + i / framesPerHop`. */
function fixedFrontEnd(
  bands: number,
  framesPerHop: number,
  firstHop: number,
  patchOf: (samples: Float32Array) => Patch,
): FrontEnd<Patch> {
  const cut = ({ values, frames }: Patch, excerpt: Excerpt) => {
    const first = (excerpt.firstHop - firstHop) * framesPerHop;
    // The last windows of a clip may lack what comes after it.
    const last = Math.min(frames, first + excerpt.hops * framesPerHop);
    return values.subarray(first * bands, last * bands);
  };
  return {
    bands,
    prepare: patchOf,
    features: (clips) => {
      const cuts = clips.map(({ prepared, excerpt }) => cut(prepared, excerpt));
      const length = Math.min(...cuts.map((values) => values.length));
      const level = concatenate(cuts.map((values) => values.subarray(0, length)));
      return tf.tensor3d(level, [clips.length, length / bands, bands]);
    },
    variables: [],
    constrain: () => {},
    plain: () => patchOf,
  };
}
