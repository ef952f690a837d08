import { shortBandEdgesHz, statisticsBands } from './band-spectra.js';
import { carrierEdgesHz } from './envelope.js';
import { tonalRangesHz } from './tonality.js';

/** Ranges of modulation frequency: slow shafts, blades of big ships, blades of small craft. */
export const demonRangesHz = [
  [1, 6],
  [6, 20],
  [20, 110],
] as const;

const bandNames = statisticsBands.centreHz.map((hz) => `${Math.round(hz)}Hz`);
const shortBandNames = shortBandEdgesHz
  .slice(1)
  .map((highHz, i) => `${Math.round(shortBandEdgesHz[i])}-${Math.round(highHz)}Hz`);
const carrierNames = carrierEdgesHz.slice(1).map((highHz, i) => `${carrierEdgesHz[i]}-${highHz}Hz`);
const rangeName = ([lowHz, highHz]: readonly [number, number]) => `${lowHz}-${highHz}Hz`;

/**
 * Names of a window's statistics, in their order. Levels are dB re the mean square of the window, so that gain does
 * not matter; the slope over frequency is kept. Follows the recipe in which these were found to carry size and
 * presence from simulated to real recordings.
 *
 * - `level`, `levelQ25`, `levelSd`: decidecades over 1-s Hann windows each half second: mean power, its 25 % quantile
 *   (dB), and standard deviation of the level (dB).
 * - `lineMax`, `lineTop`, `lineShare`: see `Tonality`.
 * - `unsteadiness`: standard deviation of the level over tenths of a second, dB; `impulsiveness`: mean over
 *   median power of 32-ms windows, dB; both in 12 log bands.
 * - `envelopeVariance`: variance of a carrier's energy over its squared mean, dB.
 * - `demonPeak`, `demonMean`: of the modulation spectrum in a range: peak over median, and mean over noise, dB.
 */
export const STATISTIC_NAMES: readonly string[] = [
  ...bandNames.map((band) => `level ${band}`),
  ...bandNames.map((band) => `levelQ25 ${band}`),
  ...bandNames.map((band) => `levelSd ${band}`),
  ...tonalRangesHz.flatMap((range) =>
    ['lineMax', 'lineTop', 'lineShare'].map((name) => `${name} ${rangeName(range)}`),
  ),
  ...shortBandNames.map((band) => `unsteadiness ${band}`),
  ...shortBandNames.map((band) => `impulsiveness ${band}`),
  ...carrierNames.map((carrier) => `envelopeVariance ${carrier}`),
  ...demonRangesHz.flatMap((range) => [`demonPeak ${rangeName(range)}`, `demonMean ${rangeName(range)}`]),
];
