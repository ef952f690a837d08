import { areaUnderCurve } from '../evaluation/demon-area.js';
import { meanOf } from '../prototypes/class-space.js';
import { direction, type VesselTier, type Whitening, whiten } from '../prototypes/vessel-space.js';
import { dot } from '../signal/dot.js';
import { squaredDistance } from '../signal/squared-distance.js';
import { factorCholesky, solveLower, solveLowerTransposed } from './cholesky.js';

/** A way to score recordings against a class that is taught from a few: higher is more of the class. */
type Head = (context: HeadContext) => (support: readonly Float64Array[]) => (query: Float64Array) => number;

interface HeadContext {
  /** What was learnt of how recordings differ, on other vessels than those that are asked. */
  tier: Whitening;
  /** Recordings of those. */
  others: readonly Float64Array[];
}

/** Strength of the ridge against the mean variance of its inputs: more no longer changed the order. */
const RIDGE = 100;

/** The heads that are compared, by the names that vessels.json has. */
export const HEADS: Record<VesselTier['compared'][number]['head'], Head> = {
  'nearest prototype': () => (support) => {
    const centre = meanOf(support);
    return (query) => -squaredDistance(centre, query);
  },
  'shrinkage LDA':
    ({ tier }) =>
    (support) => {
      const centre = whiten(tier, meanOf(support));
      return (query) => -squaredDistance(centre, whiten(tier, query));
    },
  'unit length after S_r':
    ({ tier }) =>
    (support) => {
      const centre = meanOf(support.map((each) => direction(tier, each)));
      return (query) => dotProduct(centre, direction(tier, query)) / Math.sqrt(dotProduct(centre, centre));
    },
  'ridge after S_r': ({ tier, others }) => {
    const negatives = others.map((each) => whiten(tier, each));
    return (support) => {
      const weights = ridge(
        support.map((each) => whiten(tier, each)),
        negatives,
      );
      return (query) => dotProduct(weights, whiten(tier, query));
    };
  },
};

const FOLDS = 4;

/**
 * Deals vessels into folds: those that are asked, and those that what they are asked by was learnt on. Vessels go in
 * pairs, for big and small ones come in turn.
 */
export function foldsOf<Vessel>(vessels: readonly Vessel[]): { asked: Vessel[]; others: Vessel[] }[] {
  const foldOf = (vessel: number) => Math.floor(vessel / 2) % FOLDS;
  return Array.from({ length: FOLDS }, (_, fold) => ({
    asked: vessels.filter((_, i) => foldOf(i) === fold),
    others: vessels.filter((_, i) => foldOf(i) !== fold),
  }));
}

/**
 * Area under the ROC curve of each head at each number of recordings, mean over the vessels: the other recordings of
 * the vessel against all of the other vessels of its fold.
 */
export function compareHeads(
  vessels: readonly (readonly Float64Array[])[],
  shots: readonly number[],
  learn: (vessels: readonly (readonly Float64Array[])[]) => HeadContext['tier'],
): VesselTier['compared'] {
  const folds = foldsOf(vessels);
  const contexts = folds.map(({ others }) => ({ tier: learn(others), others: others.flat() }));
  return Object.entries(HEADS).flatMap(([head, build]) => {
    const scorers = contexts.map(build);
    return shots.map((recordings) => {
      const areas = folds.flatMap(({ asked }, fold) =>
        asked.map((own) => {
          const score = scorers[fold]!(own.slice(0, recordings));
          const strange = asked.filter((each) => each !== own).flat();
          return areaUnderCurve(own.slice(recordings).map(score), strange.map(score))!;
        }),
      );
      const auroc = areas.reduce((sum, area) => sum + area, 0) / areas.length;
      return { head: head as keyof typeof HEADS, recordings, auroc: Number(auroc.toFixed(4)) };
    });
  });
}

/** Weights of a ridge regression of 1 for the class on 0 for the others, both with the same weight. */
function ridge(positives: readonly Float64Array[], negatives: readonly Float64Array[]): Float64Array {
  const d = negatives[0]!.length;
  const rows = [
    ...positives.map((row) => ({ row, weight: 0.5 / positives.length, target: 1 })),
    ...negatives.map((row) => ({ row, weight: 0.5 / negatives.length, target: 0 })),
  ];
  const mean = new Float64Array(d);
  for (const { row, weight } of rows) for (let i = 0; i < d; i++) mean[i]! += weight * row[i]!;
  const gram = new Float64Array(d * d);
  const moment = new Float64Array(d);
  for (const { row, weight, target } of rows) {
    const off = row.map((value, i) => value - mean[i]!);
    for (let i = 0; i < d; i++) {
      moment[i]! += weight * off[i]! * (target - 0.5);
      for (let j = 0; j <= i; j++) gram[i * d + j]! += weight * off[i]! * off[j]!;
    }
  }
  let trace = 0;
  for (let i = 0; i < d; i++) trace += gram[i * d + i]!;
  for (let i = 0; i < d; i++) gram[i * d + i]! += (RIDGE * trace) / d;
  const lower = factorCholesky(gram, d);
  return solveLowerTransposed(lower, solveLower(lower, moment));
}

const dotProduct = (a: Float64Array, b: Float64Array): number => dot(a, 0, b, 0, a.length);
