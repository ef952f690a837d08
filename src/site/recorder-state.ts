import type { RecorderResponse } from '../features/recorder-response.js';

/** What a channel holds of its recorder's response, and takes off every window. */
export interface RecorderState extends RecorderResponse {
  /** `estimated` from what the channel hears, `pinned` by its configuration, or `off`: taken to be flat. */
  mode: 'estimated' | 'pinned' | 'off';
  /** Standard deviation of the tilt; null when it is not estimated. */
  sdDbPerDecade: number | null;
  /** How often it has changed. */
  revision: number;
  /** Since when it is this, UTC in milliseconds by the sample clock; null from the start. */
  sinceMs: number | null;
  /** Passages and windows without a ship that it rests on. */
  passages: number;
  clips: number;
}

/** A recorder that is taken to be flat. */
export const FLAT_RECORDER: RecorderState = {
  mode: 'off',
  tiltDbPerDecade: 0,
  lowCutHz: null,
  sdDbPerDecade: null,
  revision: 0,
  sinceMs: null,
  passages: 0,
  clips: 0,
};

/** A recorder whose response is told, not estimated. */
export function pinnedRecorder(response: RecorderResponse): RecorderState {
  return { ...FLAT_RECORDER, ...response, mode: 'pinned' };
}
