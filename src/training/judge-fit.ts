import type { z } from 'zod';
import type { baselineSchema, calibrationSchema, headsSchema } from '../prototypes/judge.js';
import type { WhitenedSpaceParameters } from '../prototypes/whitened-space.js';
import { BANDWIDTH_TIERS } from './band-statistics-recipe.js';
import { calibrationOf, type FittedTier, headsOf, outcomesOf } from './tier-fit.js';
import { fitUnknownZone } from './unknown-zone-fit.js';

/** What a model folder holds of its judge, as its files hold it. */
export interface FittedJudge {
  heads: z.infer<typeof headsSchema>;
  prototypes: { tiers: WhitenedSpaceParameters[] };
  calibration: z.infer<typeof calibrationSchema>;
  baseline: z.infer<typeof baselineSchema>;
  /** On the held-out windows of each tier. */
  held: { tier: string; windows: number; right: number; unknown: number }[];
}

/** Puts the tiers together and sets the unknown zone, one for all of them. */
export function judgeOfTiers(tiers: readonly FittedTier[]): FittedJudge {
  const zones = tiers.map(({ judged }) => fitUnknownZone(judged));
  const unknownZone = {
    leastProbability: zones[0].leastProbability,
    farthestDistance: Math.max(...zones.map(({ farthestDistance }) => farthestDistance)),
  };
  return {
    heads: { tiers: tiers.map(headsOf) },
    prototypes: { tiers: tiers.map(({ space }) => space) },
    calibration: { tiers: tiers.map(calibrationOf), unknownZone },
    baseline: {
      tiers: tiers.map(({ plain }) => headsOf(plain)),
      calibration: {
        tiers: tiers.map(({ plain }) => calibrationOf(plain)),
        unknownZone: { leastProbability: unknownZone.leastProbability, farthestDistance: 1e9 },
      },
    },
    held: tiers.map(({ judged }, index) => ({
      tier: BANDWIDTH_TIERS[index].name,
      ...outcomesOf(judged, unknownZone),
    })),
  };
}
