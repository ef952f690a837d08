import { vesselOf } from '../datasets/identities.js';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { STATISTIC_NAMES } from '../features/statistics.js';
import type { Size } from '../prototypes/assessment.js';
import type { EvaluatedModel } from './evaluated-model.js';
import { hearCuts } from './recording.js';

/** A recording to draw episodes from. */
export interface FewShotRecording {
  recordingId: string;
  site: string;
  size: Size;
  /** The ship; a recording without a ship stands for itself. */
  vessel: string;
  /** Mean over the windows, `[statistics]`: the model's embedding without its number of the tier. */
  embedding: Float64Array;
}

/** Coordinates of the plain baseline: mean and spread of log band levels. */
const BASELINE_PLACES = STATISTIC_NAMES.flatMap((name, place) =>
  /^(level|levelSd) /.test(name) ? [place] : [],
);

/**
 * Embeds the recordings that are big, small or none. A recording too short for a window is left out. Throws
 * HullprintError for a file that cannot be read (65, 66).
 */
export async function embedRecordings(
  recordings: readonly LabelledRecording[],
  { encoder }: Pick<EvaluatedModel, 'encoder'>,
  onProgress?: (done: number) => void,
): Promise<FewShotRecording[]> {
  const embedded: FewShotRecording[] = [];
  for (const [index, recording] of recordings.entries()) {
    const { recordingId, site, size } = recording;
    if (size !== 'medium' && size !== 'unlabelled') {
      const { embeddings } = await hearCuts(recording.files, encoder);
      const vessel = vesselOf(recording) ?? `recording ${recordingId}`;
      if (embeddings.length > 0)
        embedded.push({ recordingId, site, size, vessel, embedding: meanOf(embeddings) });
    }
    onProgress?.(index + 1);
  }
  return embedded;
}

/** The same recordings with nothing but mean and spread of their log band levels. */
export function baselineOf(recordings: readonly FewShotRecording[]): FewShotRecording[] {
  return recordings.map((recording) => ({
    ...recording,
    embedding: Float64Array.from(BASELINE_PLACES, (place) => recording.embedding[place]),
  }));
}

function meanOf(embeddings: readonly Float32Array[]): Float64Array {
  return Float64Array.from(
    STATISTIC_NAMES,
    (_, i) => embeddings.reduce((sum, embedding) => sum + embedding[i], 0) / embeddings.length,
  );
}
