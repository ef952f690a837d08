import type { Compression } from './filterbank.js';
import type { FeatureWindow } from './frames.js';
import { addGain, MIDDLE_HZ, referenceGain } from './recorder-gain.js';

/** What is known of a recorder's response: how it differs from a flat one. */
export interface RecorderResponse {
  tiltDbPerDecade: number;
  /** Corner of a steep low-cut, Hz; null where there is none. Gentle ones are no matter: models have learnt with them. */
  lowCutHz: number | null;
}

/** What a person may tell of a recorder: the least and the most. */
export const TILT_LIMITS_DB_PER_DECADE = [-20, 20] as const;
export const LOW_CUT_LIMITS_HZ = [10, 1000] as const;

export const FLAT_RESPONSE: RecorderResponse = { tiltDbPerDecade: 0, lowCutHz: null };

/** 24 dB an octave. */
const LOW_CUT_ORDER = 4;
/** What lies deeper is the recorder's own noise, and is not brought up. */
const DEEPEST_CUT_DB = -20;

/** The response at a frequency, dB. */
function responseDb({ tiltDbPerDecade, lowCutHz }: RecorderResponse, hz: number): number {
  const cut = lowCutHz === null ? 0 : -10 * Math.log10(1 + (lowCutHz / hz) ** (2 * LOW_CUT_ORDER));
  return tiltDbPerDecade * Math.log10(hz / MIDDLE_HZ) + Math.max(DEEPEST_CUT_DB, cut);
}

/** The window as a flat recorder would have given it. */
export function flattenWindow(
  window: FeatureWindow,
  response: RecorderResponse,
  compression: Compression,
): FeatureWindow {
  if (response.tiltDbPerDecade === 0 && response.lowCutHz === null) return window;
  return addGain(window, (hz) => -responseDb(response, hz), compression);
}

/** What a response does to the decidecades from 63 Hz to 6.3 kHz, dB less its mean. */
export function referenceResponse(response: RecorderResponse): Float64Array {
  return referenceGain((hz) => responseDb(response, hz));
}
