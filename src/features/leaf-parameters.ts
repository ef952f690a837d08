import { ExitCode, HullprintError } from '../errors.js';
import { analysisRateHz } from './analysis.js';
import { hzToMel, melToHz } from './mel.js';

/** What LEAF learns, one number a filter each. */
export const LEAF_PARAMETERS = ['centre', 'width', 'pooling', 'alpha', 'delta', 'root', 'smoothing'] as const;
export type LeafParameter = (typeof LEAF_PARAMETERS)[number];

/**
 * Parameters of LEAF `[filters]`: `centre` of each Gabor filter in rad a sample and `width`, the standard deviation of
 * its Gaussian, in samples; `pooling`, the standard deviation of the pooling window as a share of half its
 * length; sPCEN's exponent `alpha`, bias `delta`, `root`, and `smoothing`, the weight of a new frame.
 */
export type LeafParameters = Record<LeafParameter, Float64Array>;

export interface Leaf {
  /** Length of filters and pooling windows; odd. */
  windowSamples: number;
  strideSamples: number;
  parameters: LeafParameters;
}

export const LEAF_INITIALISATIONS = ['published', 'analytic'] as const;

export interface LeafInitialisation {
  filters: number;
  lowestHz: number;
  highestHz: number;
  /** `published`: read off mel triangles over 512-point bins. `analytic`: the same without the bins (EfficientLEAF). */
  initialisation: (typeof LEAF_INITIALISATIONS)[number];
}

/** The figures of the publication: 40 filters from 60 Hz to 7.8 kHz. */
export const publishedLeaf: LeafInitialisation = {
  filters: 40,
  lowestHz: 60,
  highestHz: 7_800,
  initialisation: 'published',
};

const WINDOW_SAMPLES = 401;
const STRIDE_SAMPLES = 160;
const MEL_FFT_SIZE = 512;
/** Standard deviation in samples times full width at half maximum in cycles a sample, of a Gaussian filter. */
const widthFactor = Math.sqrt(2 * Math.log(2)) / Math.PI;
/** Below zero the root has no value, and at zero no slope. The publication sets no bound here. */
const leastDelta = 1e-3;

/**
 * Least and greatest value of each parameter (leaf-audio's convolution.py, pooling.py and postprocessing.py), as single
 * precision has them: a weight that lies at its bound must not be taken to lie beyond.
 */
export function leafBounds(windowSamples: number): Record<LeafParameter, readonly [number, number]> {
  const infinity = Number.POSITIVE_INFINITY;
  return {
    centre: [0, Math.fround(Math.PI)],
    width: [Math.fround(4 * widthFactor), Math.fround(windowSamples * widthFactor)],
    pooling: [Math.fround(2 / windowSamples), 0.5],
    alpha: [-infinity, 1],
    delta: [Math.fround(leastDelta), infinity],
    root: [1, infinity],
    smoothing: [0, 1],
  };
}

/** The same with every parameter moved into its bounds. */
export function constrainLeaf({ parameters, ...shape }: Leaf): Leaf {
  const bounds = leafBounds(shape.windowSamples);
  return {
    ...shape,
    parameters: mapLeafParameters((name) => {
      const [least, most] = bounds[name];
      return parameters[name].map((value) => Math.min(most, Math.max(least, value)));
    }),
  };
}

/** Builds one array for each parameter. */
export function mapLeafParameters<Value>(make: (name: LeafParameter) => Value) {
  return Object.fromEntries(LEAF_PARAMETERS.map((name) => [name, make(name)])) as Record<
    LeafParameter,
    Value
  >;
}

/**
 * LEAF before training, for 16 kHz: windows of 25 ms each 10 ms. Throws HullprintError (64) where the published
 * initialisation has no bin for a filter.
 */
export function initialLeaf({ filters, lowestHz, highestHz, initialisation }: LeafInitialisation): Leaf {
  const lowest = hzToMel(lowestHz, 'htk');
  const step = (hzToMel(highestHz, 'htk') - lowest) / (filters + 1);
  const cornersMel = Array.from({ length: filters + 2 }, (_, i) => lowest + i * step);
  const filterOf = initialisation === 'published' ? publishedFilter : analyticFilter;
  const gabor = Array.from({ length: filters }, (_, i) => filterOf(cornersMel.slice(i, i + 3)));
  const fill = (value: number) => new Float64Array(filters).fill(value);
  return {
    windowSamples: WINDOW_SAMPLES,
    strideSamples: STRIDE_SAMPLES,
    parameters: {
      centre: Float64Array.from(gabor, ({ centre }) => centre),
      width: Float64Array.from(gabor, ({ width }) => width),
      pooling: fill(0.4),
      alpha: fill(0.96),
      delta: fill(2),
      root: fill(2),
      smoothing: fill(0.04),
    },
  };
}

/** Peak and width at half the amplitude of a triangle's square root, in whole bins (leaf-audio's melfilters.py). */
function publishedFilter([low, middle, high]: number[]): { centre: number; width: number } {
  const binHz = analysisRateHz / MEL_FFT_SIZE;
  const triangle = Array.from({ length: MEL_FFT_SIZE / 2 + 1 }, (_, bin) => {
    const mel = hzToMel(bin * binHz, 'htk');
    return bin === 0
      ? 0
      : Math.max(0, Math.min((mel - low) / (middle - low), (high - mel) / (high - middle)));
  });
  const peak = Math.max(...triangle);
  if (peak === 0) {
    throw new HullprintError({
      operation: 'initialise',
      subject: 'LEAF',
      reason: `no bin of ${binHz} Hz lies in its filter at ${melToHz(middle, 'htk').toFixed(1)} Hz`,
      hint: 'Ask for fewer filters, or for the analytic initialisation.',
      exitCode: ExitCode.usage,
    });
  }
  const binsAtHalf = triangle.filter((weight) => Math.sqrt(weight) >= Math.sqrt(peak) / 2).length;
  return {
    centre: (2 * Math.PI * triangle.indexOf(peak)) / MEL_FFT_SIZE,
    width: (widthFactor * MEL_FFT_SIZE) / binsAtHalf,
  };
}

/** Centre at the triangle's own, width from its base (Schlüter and Gutenbrunner 2022). */
function analyticFilter(cornersMel: number[]): { centre: number; width: number } {
  const [lowHz, centreHz, highHz] = cornersMel.map((mel) => melToHz(mel, 'htk'));
  return {
    centre: (2 * Math.PI * centreHz) / analysisRateHz,
    width: analysisRateHz / 2 / (highHz - lowHz),
  };
}
