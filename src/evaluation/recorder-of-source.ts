import type { LabelledRecording } from '../datasets/labelled-recording.js';
import type { RecorderResponse } from '../features/recorder-response.js';
import { appliedResponse } from '../site/applied-response.js';
import { estimateRecorder, FEWEST_CLIPS, FEWEST_PASSAGES } from '../site/recorder-estimate.js';
import type { RecorderPrior } from '../site/recorder-prior.js';
import { meanFeatures } from '../site/site-features.js';

/** One window as it counts for the recorder: features of the site, and how likely it holds a ship. */
export interface SiteWindow {
  features: Float64Array;
  ship: number;
}

/** What was found out about the recorder of one site of an index. */
export interface SiteRecorder extends RecorderResponse {
  site: string;
  passages: number;
  clips: number;
  /** Of the tilt; null where too little was heard for an estimate, and nothing is taken off. */
  sdDbPerDecade: number | null;
}

/** Windows between two clips of one recording: a minute. */
const CLIP_EACH = 24;

/**
 * Estimates the recorder of one site from its own recordings, without their labels: what the model takes for a ship
 * is a passage, the rest is background, a clip a minute. Recordings of a site are taken to be made by one recorder.
 */
export function estimateSite(
  site: string,
  recordings: readonly (readonly SiteWindow[])[],
  prior: RecorderPrior,
): SiteRecorder {
  const heard = recordings.filter((windows) => windows.length > 0);
  const isPassage = (windows: readonly SiteWindow[]) =>
    windows.reduce((sum, { ship }) => sum + ship, 0) / windows.length >= 0.5;
  const passages = heard.filter(isPassage).map((windows) => ({
    features: meanFeatures(windows.map(({ features, ship }) => ({ features, weight: ship })))!,
    weight: 1,
  }));
  const clips = heard
    .filter((windows) => !isPassage(windows))
    .flatMap((windows) => windows.filter((_, i) => i % CLIP_EACH === 0).map(({ features }) => features));
  const counts = { site, passages: passages.length, clips: clips.length };
  if (passages.length < FEWEST_PASSAGES && clips.length < FEWEST_CLIPS) {
    return { ...counts, tiltDbPerDecade: 0, lowCutHz: null, sdDbPerDecade: null };
  }
  const estimate = estimateRecorder(prior, { clips, passages });
  return { ...counts, ...appliedResponse(estimate), sdDbPerDecade: estimate.sdDbPerDecade };
}

/** Nothing is to be taken off. */
export function isFlat({ tiltDbPerDecade, lowCutHz }: RecorderResponse): boolean {
  return tiltDbPerDecade === 0 && lowCutHz === null;
}

/** What was found out about the recorders, each once. */
export function recordersOf(evaluated: readonly { recorder: SiteRecorder | null }[]): SiteRecorder[] {
  return [...new Set(evaluated.flatMap(({ recorder }) => recorder ?? []))];
}

/** The recordings of each site, in the order of the index. */
export function bySite(recordings: readonly LabelledRecording[]): Map<string, LabelledRecording[]> {
  const sites = new Map<string, LabelledRecording[]>();
  for (const recording of recordings) {
    const known = sites.get(recording.site);
    if (known) known.push(recording);
    else sites.set(recording.site, [recording]);
  }
  return sites;
}
