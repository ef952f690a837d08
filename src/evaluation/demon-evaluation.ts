import { vesselInterval } from './demon-bootstrap.js';
import { foldsByVessel } from './demon-folds.js';
import { fitOnClearRows, type MeasuredRow, measureRows, pick } from './demon-picks.js';
import { type JudgedRow, judge, shaftScores } from './demon-scores.js';
import { areaBy, type SizeScores, scoreSizes } from './demon-size-scores.js';
import type { DemonSpectrumRow } from './demon-spectra.js';

type Interval = [number, number] | null;

/** What `evaluate-demon` says; a score is null where no row says anything about it. */
export interface DemonReport {
  /** Rows labelled clear. */
  n: number;
  shaftWithin3Percent: number | null;
  bladeCountAccuracy: number | null;
  /** Big against tug over all rows. Mostly the length of the recordings: read the two after it. */
  bigVersusTugAuc: number | null;
  /** The same with the line over log duration taken off the descriptors, over rows of known length. */
  bigVersusTugAucDurationControlled: number | null;
  /** What log duration alone reaches on those rows (shorter is bigger). */
  logDurationAloneAuc: number | null;
  shaftWithin5Percent: number | null;
  within3OfMostTrusted80Percent: number | null;
  trustAuc: number | null;
  /** 95 % intervals, bootstrapped over vessels. */
  intervals: Record<string, Interval>;
  /** How the fits were kept apart from what they are scored on. */
  fitted: 'cross-validated by vessel' | 'on other spectra';
  /** Named vessels that are in the training file too; 0 when cross-validated. */
  vesselsOnBothSides: number;
  /** The rows labelled clear. */
  rows: JudgedRow[];
  unclearRows: JudgedRow[];
}

/**
 * Scores the daemon's picker and the size descriptors on labelled spectra, fitted on `training` where given,
 * else cross-validated so that no vessel is on both sides. Each fit of the picker learns from `rendered` too, which is
 * never scored. `onFit` hears after each fit how many of all are done.
 */
export function evaluateDemon(
  spectra: readonly DemonSpectrumRow[],
  training: readonly DemonSpectrumRow[] | null,
  rendered: readonly DemonSpectrumRow[] = [],
  onFit: (done: number, all: number) => void = () => {},
): DemonReport {
  const measured = measureRows(spectra);
  const measuredRendered = measureRows(rendered);
  const parts = training ? [{ test: measured, train: measureRows(training) }] : vesselFolds(measured);
  const judged = new Map<MeasuredRow, JudgedRow>();
  const sizes: SizeScores[] = [];
  parts.forEach(({ test, train }, index) => {
    const model = fitOnClearRows(train, measuredRendered);
    for (const row of test) judged.set(row, judge(row, pick(row, model)));
    sizes.push(...scoreSizes(test, train));
    onFit(index + 1, parts.length);
  });
  const rows = measured.map((row) => judged.get(row)!);
  return {
    ...summarise(rows, sizes),
    fitted: training ? 'on other spectra' : 'cross-validated by vessel',
    vesselsOnBothSides: countSharedVessels(spectra, training ?? []),
    rows: rows.filter(({ clear }) => clear),
    unclearRows: rows.filter(({ clear }) => !clear),
  };
}

function vesselFolds(rows: readonly MeasuredRow[]): { test: MeasuredRow[]; train: MeasuredRow[] }[] {
  const folds = foldsByVessel(rows);
  return [...new Set(folds)].map((fold) => ({
    test: rows.filter((_, i) => folds[i] === fold),
    train: rows.filter((_, i) => folds[i] !== fold),
  }));
}

function summarise(
  rows: readonly JudgedRow[],
  sizes: readonly SizeScores[],
): Omit<DemonReport, 'fitted' | 'vesselsOnBothSides' | 'rows' | 'unclearRows'> {
  const intervals: Record<string, Interval> = {};
  const scored = <T extends { vessel: string }>(
    name: string,
    from: readonly T[],
    statistic: (rows: readonly T[]) => number | null,
  ) => {
    intervals[name] = vesselInterval(from, statistic);
    return statistic(from);
  };
  const shaft = (name: keyof typeof shaftScores) => scored(name, rows, shaftScores[name]);
  return {
    n: rows.filter(({ clear }) => clear).length,
    shaftWithin3Percent: shaft('shaftWithin3Percent'),
    bladeCountAccuracy: shaft('bladeCountAccuracy'),
    bigVersusTugAuc: scored('bigVersusTugAuc', sizes, areaBy('descriptors')),
    bigVersusTugAucDurationControlled: scored(
      'bigVersusTugAucDurationControlled',
      sizes,
      areaBy('descriptorsAtEqualLength'),
    ),
    logDurationAloneAuc: scored('logDurationAloneAuc', sizes, areaBy('shortness')),
    shaftWithin5Percent: shaft('shaftWithin5Percent'),
    within3OfMostTrusted80Percent: shaft('within3OfMostTrusted80Percent'),
    trustAuc: shaft('trustAuc'),
    intervals,
  };
}

function countSharedVessels(a: readonly DemonSpectrumRow[], b: readonly DemonSpectrumRow[]): number {
  const known = new Set(b.map(({ vessel }) => vessel).filter((vessel) => vessel !== ''));
  return new Set(a.map(({ vessel }) => vessel).filter((vessel) => known.has(vessel))).size;
}
