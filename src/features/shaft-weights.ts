import type { ShaftModel } from './shaft-posterior.js';

/**
 * Weights of the shaft picker; written by `hullprint evaluate-demon SPECTRA.jsonl --write-weights FILE`.
 * Fitted on 260 clear spectra of Deepship_Demon_Analysis (MIT).
 */
export const SHAFT_MODEL: ShaftModel = [
  { feature: 'h1', mean: 0.189, deviation: 1.046, weight: 1.538 },
  { feature: 'h2', mean: 0.16465, deviation: 1.0543, weight: 0.17549 },
  { feature: 'h3', mean: 0.15749, deviation: 1.0126, weight: 0.16472 },
  { feature: 'h4', mean: 0.31579, deviation: 0.96378, weight: -0.069053 },
  { feature: 'h7_8', mean: 0.27334, deviation: 0.57631, weight: 0.063617 },
  { feature: 'h9_12', mean: 0.21758, deviation: 0.36811, weight: 0.074914 },
  { feature: 'half1', mean: 0.2647, deviation: 0.9409, weight: -0.077627 },
  { feature: 'half3', mean: 0.15956, deviation: 1.0655, weight: -0.22292 },
  { feature: 'half5_7', mean: 0.23582, deviation: 0.70787, weight: -0.11741 },
  { feature: 'third1_2', mean: 0.25396, deviation: 0.66862, weight: -0.17013 },
  { feature: 'third4_5_7_8', mean: 0.24206, deviation: 0.50282, weight: -0.19175 },
  { feature: 'present', mean: 0.17499, deviation: 0.15737, weight: 0.48741 },
  { feature: 'logRate2', mean: 0.4448, deviation: 0.398, weight: -0.51108 },
  { feature: 'valley', mean: -0.031013, deviation: 0.47246, weight: -0.23853 },
  { feature: 'hB', mean: 0.35181, deviation: 1.0785, weight: 0.53977 },
  { feature: 'h2B', mean: 0.29724, deviation: 0.89084, weight: 0.31617 },
  { feature: 'hBOverNeighbours', mean: -0.55341, deviation: 1.5838, weight: 0.26519 },
  { feature: 'h2BOverNeighbours', mean: -0.44967, deviation: 1.3086, weight: -0.074997 },
  { feature: 'belowB', mean: 0.19319, deviation: 0.78532, weight: 0.059654 },
  { feature: 'B3', mean: 0.25, deviation: 0.43301, weight: -0.56866 },
  { feature: 'B5', mean: 0.25, deviation: 0.43301, weight: -0.53745 },
  { feature: 'B6', mean: 0.25, deviation: 0.43301, weight: -0.87139 },
  { feature: 'logBladeRate', mean: 0.095797, deviation: 0.71529, weight: 0.086266 },
  { feature: 'logBladeRate2', mean: 0.52082, deviation: 0.54547, weight: -0.9837 },
  { feature: 'strongestIsB', mean: 0.01235, deviation: 0.11044, weight: 0.16336 },
];
