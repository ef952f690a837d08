import { analysisRateHz } from './analysis.js';
import {
  filterbankBands,
  filterbankCentresHz,
  filterbankHighestHz,
  filterbankLowestHz,
} from './filterbank.js';
import { leafBounds } from './leaf-parameters.js';
import { pcenSmoothing } from './pcen.js';

/** The daemon's window and hop: 512 ms each 100 ms. */
export const leafStyleWindowSamples = 8_192;
export const leafStyleHopSamples = analysisRateHz / 10;

/** The fixed first-order averages that PCEN's is mixed of; `smoothing`: weight of a new frame. */
export const SMOOTHERS = (
  [
    ['fast', 0.2],
    ['medium', 0.6],
    ['slow', 2],
  ] as const
).map(([name, seconds]) => ({
  name,
  smoothing: pcenSmoothing(seconds, analysisRateHz / leafStyleHopSamples),
}));

const BANK = ['logCentre', 'logWidth'] as const;
const LOG = [...BANK, 'logExponent'] as const;
const PCEN = [...BANK, 'alpha', 'delta', 'root', 'fast', 'medium', 'slow'] as const;

export type LeafStyleCompression = 'log' | 'pcen';
export type LeafStyleParameter = (typeof LOG)[number] | (typeof PCEN)[number];

/**
 * A LEAF-style front end: what it learns, one number a band each. Of the Gaussian bank: natural logarithms of the
 * centre in rad a sample and of the width s in samples, so that one step of the optimiser means as much at 20 Hz as
 * at 7 kHz. Of the log: ln a. Of PCEN: exponent, bias, root, and log-odds of each smoother.
 */
export interface LeafStyle {
  compression: LeafStyleCompression;
  parameters: Record<LeafStyleParameter, Float64Array>;
}

/** What is learned with a compression, in a fixed order. */
export function leafStyleParameters(compression: LeafStyleCompression): readonly LeafStyleParameter[] {
  return compression === 'log' ? LOG : PCEN;
}

/**
 * Before training: the daemon's fixed bank, its triangles replaced by Gaussians that are as wide at half power. Input
 * is meant to have a root mean square of 0.1 (`scaleForLeaf`), so that a = 8 leaves 60 dB under it to the log.
 */
export function initialLeafStyle(compression: LeafStyleCompression): LeafStyle {
  const spacing = Math.log(filterbankHighestHz / filterbankLowestHz) / (filterbankBands - 1);
  const narrowestHz = (2 * analysisRateHz) / leafStyleWindowSamples;
  const fill = (value: number) => new Float64Array(filterbankBands).fill(value);
  return {
    compression,
    parameters: {
      logCentre: filterbankCentresHz.map((hz) => Math.log((2 * Math.PI * hz) / analysisRateHz)),
      logWidth: filterbankCentresHz.map((hz) => {
        const halfPowerHz = Math.max(spacing * hz, narrowestHz);
        return Math.log((Math.sqrt(Math.LN2) * analysisRateHz) / (Math.PI * halfPowerHz));
      }),
      logExponent: fill(Math.log(8)),
      alpha: fill(0.96),
      delta: fill(2),
      root: fill(2),
      fast: fill(0),
      medium: fill(0),
      slow: fill(0),
    },
  };
}

/** Least and greatest value of each parameter: LEAF's own at this window, and the range of frequency that the daemon hears. */
export function leafStyleBounds(): Record<LeafStyleParameter, readonly [number, number]> {
  const infinity = Number.POSITIVE_INFINITY;
  const { width, delta, root } = leafBounds(leafStyleWindowSamples);
  const logRad = (hz: number) => Math.fround(Math.log((2 * Math.PI * hz) / analysisRateHz));
  const free = [-infinity, infinity] as const;
  return {
    logCentre: [logRad(filterbankLowestHz), logRad(filterbankHighestHz)],
    logWidth: [Math.fround(Math.log(width[0])), Math.fround(Math.log(width[1]))],
    logExponent: [0, Math.fround(Math.log(16))],
    alpha: [0, 1],
    delta,
    root,
    fast: free,
    medium: free,
    slow: free,
  };
}

/** The same with every parameter moved into its bounds. */
export function constrainLeafStyle({ compression, parameters }: LeafStyle): LeafStyle {
  const bounds = leafStyleBounds();
  return {
    compression,
    parameters: mapLeafStyleParameters((name) => {
      const [least, most] = bounds[name];
      return parameters[name].map((value) => Math.min(most, Math.max(least, value)));
    }),
  };
}

/** Builds one value for each parameter, those of both compressions. */
export function mapLeafStyleParameters<Value>(make: (name: LeafStyleParameter) => Value) {
  return Object.fromEntries([...new Set([...LOG, ...PCEN])].map((name) => [name, make(name)])) as Record<
    LeafStyleParameter,
    Value
  >;
}
