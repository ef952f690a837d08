import type { RecorderResponse } from '../features/recorder-response.js';
import type { RecorderEstimate } from './recorder-estimate.js';

/** Of an estimate so much is taken off: real ships and seas are not quite the simulated ones. */
const SHARE = 0.7;
/** Nothing beyond this is believed, dB a decade. */
const LARGEST_TILT = 8;

/** How much of an estimate is taken off the windows; to 0.01 dB a decade, so that an event tells it in full. */
export function appliedResponse({ tiltDbPerDecade, lowCutHz }: RecorderEstimate): RecorderResponse {
  const believed = Math.max(-LARGEST_TILT, Math.min(LARGEST_TILT, tiltDbPerDecade));
  return { tiltDbPerDecade: Math.round(100 * SHARE * believed) / 100 + 0, lowCutHz };
}
