import { openSource } from '../capture/open.js';
import { hashAudio } from '../datasets/measure-audio.js';
import { AnalysisSignal } from '../features/analysis-signal.js';
import type { FeatureWindow } from '../features/frames.js';
import { hearStretch, wholeRecording } from '../hear-stretch.js';
import type { Model } from '../model.js';
import { type HeardRecording, hearRecording } from '../recording.js';
import type { RecorderState } from '../site/recorder-state.js';
import { describesSite, meanFeatures, siteFeatures } from '../site/site-features.js';
import { type Fingerprint, FingerprintTaker } from './fingerprint.js';
import { type Sound, soundOf } from './sound.js';

/** A recording as a model embeds it, led through the daemon's own pipeline. */
export interface Embedded {
  /** `[windows][embeddingLength]` */
  embeddings: Float32Array[];
  heard: HeardRecording;
  /** What it tells of its recorder; null where the recorder is too slow to tell. */
  ofSite: number[] | null;
}

/** The same with what is stored of it. */
export interface Support extends Embedded {
  file: string;
  audio: string;
  /** The first is kept. */
  fingerprints: Fingerprint[];
  sound: Sound;
}

export interface HearingAs {
  /** From 1. */
  input: number;
  recorder: RecorderState;
}

/** Hears a recording for enrolment. Throws HullprintError for what cannot be read (65, 66, 69). */
export async function hearSupport(file: string, model: Model, as: HearingAs): Promise<Support> {
  const embedded = await embedRecording(file, model, as);
  const { audio } = await hashAudio(file);
  return { file, audio, ...(await traitsOf(file, as.input)), ...embedded };
}

/** Embeds a recording. Throws HullprintError for what cannot be read (65, 66, 69). */
export async function embedRecording(
  file: string,
  model: Model,
  { input, recorder }: HearingAs,
): Promise<Embedded> {
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
  const told: { features: Float64Array; weight: number }[] = [];
  const onWindow = (window: FeatureWindow): void => {
    if (describesSite(window)) told.push({ features: siteFeatures(window.statistics), weight: 1 });
  };
  const heard = await hearRecording(sourceOf(file), listening, { input, recorder, onWindow });
  const mean = meanFeatures(told);
  return { embeddings, heard, ofSite: mean && Array.from(mean, (value) => Number(value.toFixed(3))) };
}

/** What tells a recording from others, and what another model would embed. */
async function traitsOf(file: string, input: number): Promise<Pick<Support, 'fingerprints' | 'sound'>> {
  const listener = await hearStretch(sourceOf(file), { ...wholeRecording, input }, (sampleRateHz) => {
    const [taker, signal] = [new FingerprintTaker(sampleRateHz), new AnalysisSignal(sampleRateHz)];
    return {
      push: (samples: Float32Array) => {
        taker.push(samples);
        signal.push(samples);
      },
      end: () => ({ fingerprints: taker.end(), sound: soundOf(signal.end()) }),
    };
  });
  return listener!.end();
}

const sourceOf = (file: string) => openSource(`file:${file}`, { startTimeMs: 0 });
