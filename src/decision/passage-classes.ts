import type { Assessment } from '../prototypes/assessment.js';
import type { WeightedAssessment } from './passage.js';

/**
 * The enrolled class that most of the weight of the windows names, else null. Its confidence is the weighted mean over
 * all windows, those that do not name it counting 0.
 */
export function agreedClass(windows: readonly WeightedAssessment[]): Assessment['vesselClass'] {
  const named = new Map<string, { weight: number; confidence: number }>();
  let total = 0;
  for (const { assessment, weight } of windows) {
    total += weight;
    if (assessment.vesselClass === null) continue;
    const { name, confidence } = assessment.vesselClass;
    const sum = named.get(name) ?? { weight: 0, confidence: 0 };
    named.set(name, { weight: sum.weight + weight, confidence: sum.confidence + weight * confidence });
  }
  for (const [name, { weight, confidence }] of named) {
    if (weight > total / 2) return { name, confidence: confidence / total };
  }
  return null;
}

/** Weighted mean distance to each prototype over the windows that name it, nearest first. */
export function averageNearest(windows: readonly WeightedAssessment[]): Assessment['nearest'] {
  const sums = new Map<string, { weight: number; distance: number }>();
  for (const { assessment, weight } of windows) {
    for (const { class: name, distance } of assessment.nearest) {
      const sum = sums.get(name) ?? { weight: 0, distance: 0 };
      sums.set(name, { weight: sum.weight + weight, distance: sum.distance + weight * distance });
    }
  }
  return [...sums]
    .map(([name, { weight, distance }]) => ({ class: name, distance: distance / weight }))
    .sort((a, b) => a.distance - b.distance || (a.class < b.class ? -1 : 1));
}
