import { stringify } from 'csv-stringify/sync';

/** The band that the verdicts rest on, Hz. */
export const VERDICT_BAND_HZ = [63, 7000] as const;

/** A stretch of a file with a ship in it. */
export interface RavenSelection {
  /** Channel of the file, from 1. */
  channel: number;
  /** Seconds of the file. */
  beginSeconds: number;
  endSeconds: number;
  /** Upper edge of what is heard, Hz. */
  highHz: number;
  /** The file. */
  path: string;
  /** Columns of one's own, which Raven keeps. */
  more: Record<string, string | number>;
}

/**
 * A selection table as Raven (Cornell) reads it: tab-separated, times in seconds.
 *
 * @param first number of the first; a table that goes on with others has no heading
 */
export function ravenTable(selections: readonly RavenSelection[], first = 1): string {
  const rows = selections.map(({ channel, beginSeconds, endSeconds, highHz, path, more }, index) => ({
    Selection: first + index,
    View: 'Spectrogram 1',
    Channel: channel,
    'Begin Time (s)': beginSeconds.toFixed(3),
    'End Time (s)': endSeconds.toFixed(3),
    'Low Freq (Hz)': VERDICT_BAND_HZ[0],
    'High Freq (Hz)': Math.min(VERDICT_BAND_HZ[1], highHz),
    'Begin Path': path,
    'File Offset (s)': beginSeconds.toFixed(3),
    ...more,
  }));
  const columns = [...COLUMNS, ...Object.keys(selections[0]?.more ?? {})];
  return stringify(rows, { header: first === 1, delimiter: '\t', columns });
}

const COLUMNS = [
  ...['Selection', 'View', 'Channel', 'Begin Time (s)', 'End Time (s)'],
  ...['Low Freq (Hz)', 'High Freq (Hz)', 'Begin Path', 'File Offset (s)'],
];
