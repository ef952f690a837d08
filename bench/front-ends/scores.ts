import type { ScoredOutcome } from '../../src/evaluation/outcome.js';
import { balancedAccuracy } from '../../src/evaluation/scores.js';
import { vesselBootstrapInterval, vesselsOf } from '../../src/evaluation/vessel-bootstrap.js';
import { Random } from '../../src/simulator/random.js';
import { labelClips } from './clips.js';
import type { Condition, Run } from './run.js';

const SIZE_OF = { b: 'big', s: 'small', n: 'none' } as const;
const RESAMPLES = 2000;

export interface Score {
  balancedAccuracy: number;
  /** 95 %, over vessels. */
  interval: [number, number];
  /** Balanced accuracy of each seed. */
  seeds: number[];
}

/** Balanced accuracy over the validation recordings of all seeds; the seeds' verdicts on a vessel stay together. */
export function scoreOf(runs: readonly Run[], condition: Condition): Score {
  const bySeed = runs.map((run) => outcomesOf(run, condition));
  const interval = vesselBootstrapInterval(bySeed.flat());
  if (!interval) throw new RangeError('too few validation vessels for an interval');
  return { balancedAccuracy: balancedAccuracy(bySeed.flat()), interval, seeds: bySeed.map(balancedAccuracy) };
}

/** Balanced accuracy of `runs` less that of `reference`, with its 95 % interval over the vessels that both judged. */
export function differenceOf(
  runs: readonly Run[],
  reference: readonly Run[],
  condition: Condition,
): { difference: number; interval: [number, number] } {
  const judged = (those: readonly Run[]) => those.flatMap((run) => outcomesOf(run, condition));
  const strata = strataOf(judged(runs)).map((vessels, size) => {
    const others = strataOf(judged(reference))[size]!;
    return vessels.map((own, vessel) => own - others[vessel]!);
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const random = new Random('front ends/difference');
  const resamples = Float64Array.from({ length: RESAMPLES }, () =>
    mean(strata.map((vessels) => mean(vessels.map(() => random.choice(vessels))))),
  ).sort();
  return {
    difference: mean(strata.map(mean)),
    interval: [resamples[Math.floor(0.025 * RESAMPLES)]!, resamples[Math.ceil(0.975 * RESAMPLES) - 1]!],
  };
}

/** Share of right verdicts of each vessel, by size; every vessel has as many recordings as any other of its size. */
function strataOf(outcomes: readonly ScoredOutcome[]): number[][] {
  return Object.values(SIZE_OF).map((size) =>
    vesselsOf(outcomes.filter((outcome) => outcome.size === size)).map(
      (vessel) => vessel.filter(({ verdict }) => verdict === size).length / vessel.length,
    ),
  );
}

/** The verdicts beside what the validation clips are. */
export function outcomesOf({ verdicts }: Run, condition: Condition): ScoredOutcome[] {
  const letters = verdicts[condition]!;
  return labelClips('validation', letters.length).map((label, i) => ({
    ...label,
    source: 'simulator',
    verdict: SIZE_OF[letters[i] as keyof typeof SIZE_OF],
  }));
}
