import type { ShaftModel } from './shaft-posterior.js';

/**
 * Weights of the shaft picker; written by `hullprint evaluate-demon SPECTRA.jsonl --write-weights FILE`.
 * Fitted on 260 clear spectra of Deepship_Demon_Analysis (MIT) and 60 rendered ones.
 */
export const SHAFT_MODEL: ShaftModel = [
  { feature: 'h1', mean: 0.18877, deviation: 1.1053, weight: 1.4096 },
  { feature: 'h2', mean: 0.16495, deviation: 1.0816, weight: 0.15475 },
  { feature: 'h3', mean: 0.15, deviation: 1.0259, weight: -0.00012089 },
  { feature: 'h4', mean: 0.27306, deviation: 0.97949, weight: 0.012931 },
  { feature: 'h7_8', mean: 0.20234, deviation: 0.58548, weight: 0.089234 },
  { feature: 'h9_12', mean: 0.16162, deviation: 0.3848, weight: 0.09774 },
  { feature: 'half1', mean: 0.24455, deviation: 1.0641, weight: 0.092813 },
  { feature: 'half3', mean: 0.16635, deviation: 1.1053, weight: -0.072898 },
  { feature: 'half5_7', mean: 0.21844, deviation: 0.72649, weight: -0.0017467 },
  { feature: 'third1_2', mean: 0.24098, deviation: 0.80815, weight: -0.17405 },
  { feature: 'third4_5_7_8', mean: 0.2384, deviation: 0.5372, weight: -0.15337 },
  { feature: 'present', mean: 0.14521, deviation: 0.1533, weight: 0.47408 },
  { feature: 'logRate2', mean: 0.60838, deviation: 0.41113, weight: -0.48479 },
  { feature: 'valley', mean: -0.026273, deviation: 0.50441, weight: -0.26826 },
  { feature: 'logOddOverEven', mean: 0.013108, deviation: 0.29625, weight: 0.063284 },
  { feature: 'logHalvesOverWholes', mean: 0.010924, deviation: 0.30736, weight: -0.76093 },
  { feature: 'hB', mean: 0.32065, deviation: 1.0968, weight: 0.25283 },
  { feature: 'h2B', mean: 0.25179, deviation: 0.90397, weight: 0.29783 },
  { feature: 'hBOverNeighbours', mean: -0.49663, deviation: 1.5976, weight: 0.16239 },
  { feature: 'h2BOverNeighbours', mean: -0.35715, deviation: 1.3498, weight: -0.21704 },
  { feature: 'belowB', mean: 0.18175, deviation: 0.80634, weight: -0.091887 },
  { feature: 'B3', mean: 0.25, deviation: 0.43301, weight: -0.54304 },
  { feature: 'B5', mean: 0.25, deviation: 0.43301, weight: -0.48364 },
  { feature: 'B6', mean: 0.25, deviation: 0.43301, weight: -0.86737 },
  { feature: 'logBladeRate', mean: 0.35326, deviation: 0.70541, weight: -0.0015863 },
  { feature: 'logBladeRate2', mean: 0.6224, deviation: 0.43301, weight: -0.95617 },
  { feature: 'strongestIsB', mean: 0.0082864, deviation: 0.090652, weight: 0.12862 },
  { feature: 'logBOverBelow', mean: -0.26521, deviation: 0.52018, weight: -0.088815 },
  { feature: 'logBOverNext', mean: -0.039479, deviation: 0.41894, weight: 0.56288 },
  { feature: 'log2BOverNeighbours', mean: -0.089393, deviation: 0.41251, weight: 0.21127 },
];
