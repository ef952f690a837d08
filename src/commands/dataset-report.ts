import type { SplitCheck } from '../datasets/check-split.js';
import { SIDES } from '../datasets/deal.js';
import { vesselOf } from '../datasets/identities.js';
import { type LeftOut, SIZES } from '../datasets/labelled-recording.js';
import type { Leak } from '../datasets/leaks.js';
import type { Split } from '../datasets/split.js';
import type { SurveyedRecording } from '../datasets/survey.js';
import { textTable } from '../evaluation/text-table.js';

const MOST_REASONS = 12;

const NOTES: Record<string, string> = {
  medium: 'shown apart, never trained on',
  unlabelled: 'nothing tells the size, not used',
};

/** Recordings, hours and vessels. */
export function countOf(recordings: readonly SurveyedRecording[]) {
  return {
    recordings: recordings.length,
    hours: recordings.reduce((sum, { seconds }) => sum + seconds, 0) / 3600,
    vessels: new Set(recordings.map(vesselOf).filter((vessel) => vessel !== null)).size,
  };
}

/** What a data set holds, a line a size. */
export function contentsReport(recordings: readonly SurveyedRecording[]): string {
  const rows = SIZES.flatMap((size) => {
    const ofSize = recordings.filter((recording) => recording.size === size);
    return ofSize.length === 0 ? [] : [[size, ...countCells(ofSize), NOTES[size] ?? '']];
  });
  return textTable(
    ['size', 'recordings', 'hours', 'vessels', ''],
    [...rows, ['all', ...countCells(recordings), '']],
  );
}

/** What was left out and why, the commonest reasons first, each with its first recording. */
export function leftOutReport(leftOut: readonly LeftOut[]): string {
  const subjects = new Map<string, string[]>();
  for (const { subject, reason } of leftOut) subjects.set(reason, [...(subjects.get(reason) ?? []), subject]);
  const lines = [...subjects]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(
      ([reason, [first, ...more]]) =>
        `  ${first}${more.length > 0 ? ` and ${more.length} more` : ''}: ${reason}`,
    );
  const hidden = lines.length - MOST_REASONS;
  return [
    `left out: ${leftOut.length}`,
    ...lines.slice(0, MOST_REASONS),
    ...(hidden > 0 ? [`  and ${hidden} more reasons (--json lists all)`] : []),
  ].join('\n');
}

/** The sides of a split, vessels and recordings a size. */
export function splitReport({ request, sides }: Split): string {
  const sizes = ['big', 'small', 'none'] as const;
  const rows = SIDES.map((side) => {
    const cells = sizes.map((size) => {
      const { recordings, vessels } = countOf(sides[side].filter((recording) => recording.size === size));
      return size === 'none' ? String(recordings) : `${recordings} of ${vessels}`;
    });
    return [side, ...cells, countOf(sides[side]).hours.toFixed(2)];
  });
  const heading = ['side', 'big, of vessels', 'small, of vessels', 'none', 'hours'];
  return `split by ${request.by}, seed ${request.seed}\n\n${textTable(heading, rows)}`;
}

/** How a stored split fits what is there. */
export function checkReport({ leaks, missing, changed, unknown }: SplitCheck): string {
  const counts = [
    `${leaks.length} leak${leaks.length === 1 ? '' : 's'}`,
    `${missing.length} missing`,
    `${changed.length} changed`,
    `${unknown.length} that the split does not know`,
  ];
  return [
    counts.join(', '),
    ...leaks.map((leak) => `  ${leakLine(leak)}: ${leak.recordings.join(', ')}`),
    ...missing.map((id) => `  ${id}: it is not there`),
    ...changed.map((change) => `  ${change}`),
  ].join('\n');
}

export function leakLine({ kind, name, sides }: Leak): string {
  return `${kind} ${name} is in ${sides.join(' and in ')}`;
}

function countCells(recordings: readonly SurveyedRecording[]): string[] {
  const count = countOf(recordings);
  return [String(count.recordings), count.hours.toFixed(2), String(count.vessels)];
}
