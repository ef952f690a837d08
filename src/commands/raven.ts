import { resolve } from 'node:path';
import { type RavenSelection, ravenTable } from '../history/raven.js';
import type { HeardRecording } from '../recording.js';

/** What was heard in recordings as a selection table for Raven: one row a passage. */
export function ravenOf(
  recordings: readonly { path: string; heard: HeardRecording }[],
  input: number,
): string {
  return ravenTable(
    recordings.flatMap(({ path, heard }) =>
      heard.passages.map(
        (passage): RavenSelection => ({
          channel: input,
          beginSeconds: passage.startMs / 1000,
          endSeconds: passage.endMs! / 1000,
          highHz: heard.sampleRateHz / 2,
          path: resolve(path),
          more: {
            Size: passage.size,
            Confidence: passage.confidence.toFixed(3),
            'Shaft (Hz)': passage.evidence.shaftHz?.toFixed(3) ?? '',
            Blades: passage.evidence.bladeCount ?? '',
          },
        }),
      ),
    ),
  );
}
