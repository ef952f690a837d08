import { Random } from '../../src/simulator/random.js';

const RESAMPLES = 2000;

export interface Estimate {
  value: number;
  /** 95 %, bootstrapped over the units. */
  interval: [number, number];
}

/**
 * Estimates each of the figures that `figures` gives of units (vessels, ships in recordings), with percentile intervals:
 * the units of each stratum are drawn with replacement, each with all that it has. All figures are taken of the same
 * draws, so a difference may be one of them. The same units always give the same intervals.
 */
export function bootstrap<Unit>(
  strata: readonly (readonly Unit[])[],
  figures: (strata: readonly (readonly Unit[])[]) => number[],
): Estimate[] {
  const random = new Random('findings/bootstrap');
  const values = figures(strata);
  const resampled = values.map(() => new Float64Array(RESAMPLES));
  for (let i = 0; i < RESAMPLES; i++) {
    const drawn = figures(strata.map((units) => units.map(() => random.choice(units))));
    for (const [figure, value] of drawn.entries()) resampled[figure]![i] = value;
  }
  return values.map((value, figure) => {
    const sorted = resampled[figure]!.sort();
    return {
      value,
      interval: [sorted[Math.floor(0.025 * RESAMPLES)]!, sorted[Math.ceil(0.975 * RESAMPLES) - 1]!],
    };
  });
}

/** Figures of ways side by side: each as it is, and less the first. */
export interface Comparison<Way extends string> {
  way: Way;
  estimate: Estimate;
  /** Less the first way, on the same units; null for the first. */
  difference: Estimate | null;
}

/** Compares ways by one figure; `figure` of some units for the way of that number. */
export function compareWays<Unit, Way extends string>(
  ways: readonly Way[],
  strata: readonly (readonly Unit[])[],
  figure: (strata: readonly (readonly Unit[])[], way: number) => number,
): Comparison<Way>[] {
  const estimates = bootstrap(strata, (drawn) => {
    const values = ways.map((_, way) => figure(drawn, way));
    return [...values, ...values.map((value) => value - values[0]!)];
  });
  return ways.map((way, i) => ({
    way,
    estimate: estimates[i]!,
    difference: i === 0 ? null : estimates[ways.length + i]!,
  }));
}
