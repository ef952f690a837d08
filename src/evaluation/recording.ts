import { openSource } from '../capture/open.js';
import type { WeightedAssessment } from '../decision/passage.js';
import type { Encoder } from '../embedding/encoder.js';
import { DemonAccumulator } from '../features/demon.js';
import type { Compression } from '../features/filterbank.js';
import type { FeatureWindow, ShaftEstimate } from '../features/frames.js';
import { flattenWindow, type RecorderResponse } from '../features/recorder-response.js';
import { estimateShaft } from '../features/shaft.js';
import { hearFeatures } from '../hear-features.js';
import type { Judge } from '../prototypes/assessment.js';
import { describesSite, siteFeatures } from '../site/site-features.js';
import { type AudioChange, changedSource } from './audio-change.js';

/** What the stages up to the embedding say of one recording, all its cuts together. */
export interface HeardCuts {
  seconds: number;
  /** One a window. */
  embeddings: Float32Array[];
  /** What each window tells of the recorder, one a window; none where the recorder is too slow to tell. */
  features: Float64Array[];
  /** Read from the DEMON spectrum averaged over the cuts; null when there is nothing to trust. */
  shaft: ShaftEstimate | null;
}

export interface HearingOptions {
  change?: AudioChange | null;
  /** Of the recorder, taken off the windows before they are embedded. */
  response?: RecorderResponse;
  /** Of the patch. */
  compression?: Compression;
}

/**
 * Hears the cuts of one recording with the daemon's own stages, after `change` if one is given. Throws
 * HullprintError for a file that cannot be read (65, 66).
 */
export async function hearCuts(
  files: readonly string[],
  encoder: Encoder,
  { change = null, response, compression = 'log' }: HearingOptions = {},
): Promise<HeardCuts> {
  const windows: FeatureWindow[] = [];
  const demon = new DemonAccumulator();
  let seconds = 0;
  for (const file of files) {
    const plain = openSource(`file:${file}`, { startTimeMs: 0 });
    const source = change ? changedSource(plain, change) : plain;
    const heard = await hearFeatures(source, 1, null, (features) => {
      if (features.type === 'window') windows.push(features.window);
      if (features.type === 'demon') demon.add(features.demon);
    });
    seconds += heard.seconds;
  }
  const spectrum = demon.spectrum();
  const flat = response ? windows.map((window) => flattenWindow(window, response, compression)) : windows;
  return {
    seconds,
    embeddings: await encoder.embed(flat),
    features: windows.every(describesSite) ? windows.map(({ statistics }) => siteFeatures(statistics)) : [],
    shaft: spectrum && estimateShaft(spectrum),
  };
}

/** What a judge says of each window; all count the same. */
export function assessAll(judge: Judge, embeddings: readonly Float32Array[]): WeightedAssessment[] {
  return embeddings.map((embedding) => ({ assessment: judge.assess(embedding), weight: 1 }));
}
