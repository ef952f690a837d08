import type { SplitCheck } from '../datasets/check-split.js';
import type { Leak } from '../datasets/leaks.js';
import { ExitCode, HullprintError } from '../errors.js';
import { leakLine } from './dataset-report.js';

/** Throws HullprintError (65) when a stored split leaks, or is not of the recordings that are there. */
export function refuseBadSplit(path: string, { leaks, missing, changed }: SplitCheck): void {
  refuseLeaks(path, leaks);
  const [first, ...more] = [...missing.map((id) => `${id} is not there`), ...changed];
  if (first === undefined) return;
  throw new HullprintError({
    operation: 'use split',
    subject: path,
    reason: `${first}${more.length > 0 ? `, and ${more.length} more` : ''}`,
    hint: 'Restore the recordings, give the --lengths that it was made with, or split again.',
    exitCode: ExitCode.data,
  });
}

/** Throws HullprintError (65) when there is a leak. */
export function refuseLeaks(subject: string, leaks: readonly Leak[]): void {
  const [first, ...more] = leaks;
  if (!first) return;
  throw new HullprintError({
    operation: 'use split',
    subject,
    reason: `${leakLine(first)}${more.length > 0 ? `, and ${more.length} more leaks` : ''}`,
    hint: 'Split again: scores on it would be too good.',
    exitCode: ExitCode.data,
  });
}
