import { resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { HeardRecording } from '../recording.js';

/** The band that the verdicts rest on. */
const LOW_HZ = 63;
const HIGH_HZ = 7000;

/** A selection table as Raven (Cornell) reads it: tab-separated, one row a passage, times in seconds. */
export function ravenTable(
  recordings: readonly { path: string; heard: HeardRecording }[],
  input: number,
): string {
  const rows = recordings.flatMap(({ path, heard }) =>
    heard.passages.map((passage) => ({
      View: 'Spectrogram 1',
      Channel: input,
      'Begin Time (s)': (passage.startMs / 1000).toFixed(3),
      'End Time (s)': (passage.endMs! / 1000).toFixed(3),
      'Low Freq (Hz)': LOW_HZ,
      'High Freq (Hz)': Math.min(HIGH_HZ, heard.sampleRateHz / 2),
      'Begin Path': resolve(path),
      'File Offset (s)': (passage.startMs / 1000).toFixed(3),
      Size: passage.size,
      Confidence: passage.confidence.toFixed(3),
      'Shaft (Hz)': passage.evidence.shaftHz?.toFixed(3) ?? '',
      Blades: passage.evidence.bladeCount ?? '',
    })),
  );
  const numbered = rows.map((row, index) => ({ Selection: index + 1, ...row }));
  const columns = [
    'Selection',
    'View',
    'Channel',
    'Begin Time (s)',
    'End Time (s)',
    'Low Freq (Hz)',
    'High Freq (Hz)',
    'Begin Path',
    'File Offset (s)',
    'Size',
    'Confidence',
    'Shaft (Hz)',
    'Blades',
  ];
  return stringify(numbered, { header: true, delimiter: '\t', columns });
}
