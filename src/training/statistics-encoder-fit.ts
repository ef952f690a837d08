import {
  type BandwidthRule,
  levelNormaliser,
  type StatisticsEncoderParameters,
} from '../embedding/statistics-encoder.js';
import { BANDWIDTH_TIERS } from './band-statistics-recipe.js';

const CLIP = 3;

/** Means and standard deviations of each tier; a statistic that a tier does not hear, or that never varies, keeps scale 1. */
export function fitStatisticsEncoder(
  rule: BandwidthRule,
  inputs: readonly Float32Array[][],
): StatisticsEncoderParameters {
  const normalise = levelNormaliser(rule);
  const tiers = inputs.map((own, tier) => {
    const normal = own.map((input) => normalise(input, tier));
    const { name, heard } = BANDWIDTH_TIERS[tier];
    const moments = rule.names.map((statistic, i) =>
      heard.includes(statistic) ? momentsOf(normal, i) : { mean: 0, scale: 1 },
    );
    return {
      name,
      heard,
      mean: moments.map(({ mean }) => mean),
      scale: moments.map(({ scale }) => scale),
    };
  });
  return { ...rule, tiers, clip: CLIP };
}

export function momentsOf(rows: readonly Float32Array[], column: number): { mean: number; scale: number } {
  let sum = 0;
  let sumSquared = 0;
  for (const row of rows) {
    sum += row[column];
    sumSquared += row[column] ** 2;
  }
  const mean = sum / rows.length;
  const scale = Math.sqrt(Math.max(0, sumSquared / rows.length - mean * mean));
  return { mean: Number(mean.toPrecision(7)), scale: scale > 1e-6 ? Number(scale.toPrecision(7)) : 1 };
}
