import { openSource } from '../capture/open.js';
import { hashAudio } from '../datasets/measure-audio.js';
import type { FeatureWindow } from '../features/frames.js';
import type { Model } from '../model.js';
import { type HeardRecording, hearRecording } from '../recording.js';
import type { RecorderState } from '../site/recorder-state.js';
import { describesSite, meanFeatures, siteFeatures } from '../site/site-features.js';
import { type Fingerprint, fingerprintsOf } from './fingerprint.js';
import { type Sound, soundOf } from './sound.js';

/** A recording as enrolment hears it: through the daemon's own pipeline, with what is stored of it. */
export interface Support {
  file: string;
  audio: string;
  /** The first is kept. */
  fingerprints: Fingerprint[];
  sound: Sound;
  /** What it tells of its recorder; null where the recorder is too slow to tell. */
  ofSite: number[] | null;
  /** `[windows][embeddingLength]` */
  embeddings: Float32Array[];
  heard: HeardRecording;
}

/** Hears a recording (input from 1) for enrolment. Throws HullprintError for what cannot be read (65, 66, 69). */
export async function hearSupport(
  file: string,
  model: Model,
  { input, recorder }: { input: number; recorder: RecorderState },
): Promise<Support> {
  const embeddings: Float32Array[] = [];
  const listening: Model = {
    ...model,
    judge: {
      assess: (embedding) => {
        embeddings.push(embedding);
        return model.judge.assess(embedding);
      },
    },
  };
  const source = openSource(`file:${file}`, { startTimeMs: 0 });
  const told: { features: Float64Array; weight: number }[] = [];
  const onWindow = (window: FeatureWindow): void => {
    if (describesSite(window)) told.push({ features: siteFeatures(window.statistics), weight: 1 });
  };
  const heard = await hearRecording(source, listening, { input, recorder, onWindow });
  const { audio } = await hashAudio(file);
  const fingerprints = await fingerprintsOf(file, input);
  const sound = await soundOf(file, input);
  const mean = meanFeatures(told);
  const ofSite = mean && Array.from(mean, (value) => Number(value.toFixed(3)));
  return { file, audio, fingerprints, sound, ofSite, embeddings, heard };
}
