import { REFERENCE_DECADES } from '../../src/features/recorder-gain.js';
import { STATISTIC_NAMES } from '../../src/features/statistics.js';
import { Random } from '../../src/simulator/random.js';
import type { RecorderPrior } from '../../src/site/recorder-prior.js';
import { SITE_FEATURES } from '../../src/site/site-features.js';
import { fitRecorderPrior } from '../../src/training/site-prior-fit.js';

export type Kind = 'background' | 'big' | 'small';

const SLOPE_DB = { background: -3, big: -10, small: -5 };
const MODULATION_DB = { background: 0, big: 8, small: 3 };

/** Features as of a sea or a ship, heard without a recorder: a slope, a hump somewhere, scatter, modulation. */
export function syntheticFeatures(kind: Kind, random: Random): Float64Array {
  const slope = SLOPE_DB[kind] + random.normal(0, 1.5);
  const hump = { at: random.uniform(-0.7, 0.7), db: random.normal(0, 2) };
  const levels = REFERENCE_DECADES.map(
    (decades) =>
      slope * decades + hump.db * Math.exp(-(((decades - hump.at) / 0.3) ** 2)) + random.normal(0, 1),
  );
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const modulation = SITE_FEATURES.slice(levels.length).map(() => MODULATION_DB[kind] + random.normal(0, 2));
  return Float64Array.of(...levels.map((level) => level - mean), ...modulation);
}

/** Statistics of a window with these features; what they do not tell is 0. */
export function statisticsWith(features: ArrayLike<number>): Float32Array {
  const statistics = new Float32Array(STATISTIC_NAMES.length);
  SITE_FEATURES.forEach((name, i) => {
    statistics[STATISTIC_NAMES.indexOf(name)] = features[i];
  });
  return statistics;
}

/** A prior fitted on such seas and ships. */
export function syntheticPrior(): RecorderPrior {
  return fitRecorderPrior(
    Array.from({ length: 60 }, (_, site) => {
      const random = new Random(`synthetic site ${site}`);
      const tiltDbPerDecade = random.normal(0, 5);
      const many = (count: number, kind: Kind) =>
        Array.from({ length: count }, () =>
          statisticsWith(
            syntheticFeatures(kind, random).map(
              (value, i) => value + tiltDbPerDecade * (REFERENCE_DECADES[i] ?? 0),
            ),
          ),
        );
      return {
        tiltDbPerDecade,
        clips: { none: many(20, 'background'), big: many(5, 'big'), small: many(5, 'small') },
      };
    }),
  );
}
