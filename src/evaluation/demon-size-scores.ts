import { areaUnderCurve } from './demon-area.js';
import { describeSpectrum } from './demon-descriptors.js';
import { type DescribedRow, fitSize, fitSizeAtEqualLength, isTug } from './demon-size.js';
import type { DemonSpectrumRow } from './demon-spectra.js';

/** Scores of one row that should rise with size; null where there was no fit, no spectrum or no known length. */
export interface SizeScores {
  vessel: string;
  tug: boolean;
  descriptors: number | null;
  descriptorsAtEqualLength: number | null;
  /** Minus log seconds: what the length of the recording alone says. */
  shortness: number | null;
}

/** Scores the size of each test row by heads fitted on the training rows. */
export function scoreSizes(
  test: readonly DemonSpectrumRow[],
  train: readonly DemonSpectrumRow[],
): SizeScores[] {
  const described = train.map(describe).filter((row) => row !== null);
  const score = fitSize(described);
  const scoreAtEqualLength = fitSizeAtEqualLength(described.filter(hasLength));
  return test.map((row) => {
    const own = describe(row);
    return {
      vessel: row.vessel,
      tug: isTug(row),
      descriptors: own && score ? score(own) : null,
      descriptorsAtEqualLength: own && scoreAtEqualLength && hasLength(row) ? scoreAtEqualLength(own) : null,
      shortness: hasLength(row) ? -Math.log(row.seconds) : null,
    };
  });
}

/** Area under the curve of big against tug by one of the scores, over the rows that have it. */
export function areaBy(name: 'descriptors' | 'descriptorsAtEqualLength' | 'shortness') {
  return (rows: readonly SizeScores[]): number | null => {
    const known = rows.filter((row) => row[name] !== null);
    return areaUnderCurve(
      known.filter(({ tug }) => !tug).map((row) => row[name]!),
      known.filter(({ tug }) => tug).map((row) => row[name]!),
    );
  };
}

function describe(row: DemonSpectrumRow): DescribedRow | null {
  const descriptors = describeSpectrum(row);
  return descriptors && { cls: row.cls, seconds: row.seconds, descriptors };
}

function hasLength({ seconds }: { seconds: number }): boolean {
  return seconds > 0;
}
