import { vesselOf } from '../datasets/identities.js';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
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
  /** Where the index tells them. */
  snrDb?: number;
  rangeM?: number;
  /** Mean over the windows, of the network's coordinates; of the statistics for a model without a network. */
  embedding: Float64Array;
  /** The same of the plain baseline's coordinates: mean and spread of log band levels. */
  plain: Float64Array;
}

/**
 * Embeds the recordings that are big, small or none. A recording too short for a window is left out. Throws
 * HullprintError for a file that cannot be read (65, 66).
 */
export async function embedRecordings(
  recordings: readonly LabelledRecording[],
  { encoder, coordinates }: Pick<EvaluatedModel, 'encoder' | 'coordinates'>,
  onProgress?: (done: number) => void,
): Promise<FewShotRecording[]> {
  const places = (which: RegExp) => coordinates.flatMap((name, place) => (which.test(name) ? [place] : []));
  const ofNetwork = places(/^network /);
  const own = ofNetwork.length > 0 ? ofNetwork : places(/./);
  const ofLevels = places(/^(level|levelSd) /);
  const embedded: FewShotRecording[] = [];
  for (const [index, recording] of recordings.entries()) {
    const { recordingId, site, size, snrDb, rangeM } = recording;
    if (size !== 'medium' && size !== 'unlabelled') {
      const { embeddings } = await hearCuts(recording.files, encoder);
      const vessel = vesselOf(recording) ?? `recording ${recordingId}`;
      if (embeddings.length > 0) {
        const [embedding, plain] = [meanOf(embeddings, own), meanOf(embeddings, ofLevels)];
        embedded.push({
          ...{ recordingId, site, size, vessel, embedding, plain },
          ...(snrDb !== undefined && { snrDb }),
          ...(rangeM !== undefined && { rangeM }),
        });
      }
    }
    onProgress?.(index + 1);
  }
  return embedded;
}

function meanOf(embeddings: readonly Float32Array[], places: readonly number[]): Float64Array {
  return Float64Array.from(
    places,
    (place) => embeddings.reduce((sum, embedding) => sum + embedding[place], 0) / embeddings.length,
  );
}
