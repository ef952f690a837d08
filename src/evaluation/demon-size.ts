import { type Logistic, logisticLogOdds } from '../prototypes/logistic.js';
import { balancedWeights } from '../training/examples.js';
import { fitLogistic } from '../training/logistic-fit.js';
import { DESCRIPTORS } from './demon-descriptors.js';
import { average, fitLine } from './demon-line.js';

const INVERSE_PENALTY = 0.01;

/** What a fit of size sees of a row. */
export interface DescribedRow {
  cls: string;
  /** Length of the recording; 0 where it is not known. */
  seconds: number;
  /** `[DESCRIPTORS]` as `describeSpectrum` gives them. */
  descriptors: number[];
}

export function isTug({ cls }: { cls: string }): boolean {
  return cls === 'tug';
}

/** A score that rises with the odds of big against tug. */
export type SizeScorer = (row: DescribedRow) => number;

/** Fits a balanced logistic head on standardised descriptors; null when the rows hold only one of the two sizes. */
export function fitSize(rows: readonly DescribedRow[]): SizeScorer | null {
  if (rows.length === 0 || rows.every(isTug) || !rows.some(isTug)) return null;
  const scales = Array.from({ length: DESCRIPTORS }, (_, d) =>
    scaleOf(rows.map(({ descriptors }) => descriptors[d])),
  );
  const standardise = ({ descriptors }: DescribedRow) =>
    descriptors.map((value, d) => (value - scales[d].mean) / scales[d].deviation);
  const positive = Uint8Array.from(rows, (row) => (isTug(row) ? 0 : 1));
  const head: Logistic = fitLogistic(
    {
      values: Float32Array.from(rows.flatMap(standardise)),
      features: DESCRIPTORS,
      positive,
    },
    INVERSE_PENALTY,
    balancedWeights(positive),
  );
  return (row) => logisticLogOdds(head, standardise(row));
}

/**
 * The same on what is left of the descriptors after a straight line over log seconds is taken off, so that a
 * spectrum is not called rough for being short. Takes rows of known length only.
 */
export function fitSizeAtEqualLength(rows: readonly DescribedRow[]): SizeScorer | null {
  if (rows.length < 3) return null;
  const logSeconds = rows.map(({ seconds }) => Math.log(seconds));
  const lines = Array.from({ length: DESCRIPTORS }, (_, d) =>
    fitLine(
      logSeconds,
      rows.map(({ descriptors }) => descriptors[d]),
    ),
  );
  const level = (row: DescribedRow): DescribedRow => ({
    ...row,
    descriptors: row.descriptors.map((value, d) => value - lines[d](Math.log(row.seconds))),
  });
  const score = fitSize(rows.map(level));
  return score && ((row) => score(level(row)));
}

function scaleOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = average(values);
  return { mean, deviation: Math.sqrt(average(values.map((value) => (value - mean) ** 2))) || 1 };
}
