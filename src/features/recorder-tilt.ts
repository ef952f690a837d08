import type { Compression } from './filterbank.js';
import type { FeatureWindow } from './frames.js';
import { addGain, MIDDLE_HZ } from './recorder-gain.js';

/**
 * The window as a recorder would have given it whose response rises by `tiltDbPerDecade` more. Levels of the
 * statistics turn about 631 Hz, the mean of the bands whose level is the common one. A log patch keeps its mean of 0;
 * a PCEN patch is left as it is, since PCEN divides most of a response out. Everything else is measured against its
 * own surroundings or its own band, and stays. Within 0.3 dB of what filtering the sound gives.
 */
export function tiltWindow(
  window: FeatureWindow,
  tiltDbPerDecade: number,
  compression: Compression = 'log',
): FeatureWindow {
  if (tiltDbPerDecade === 0) return window;
  return addGain(window, (hz) => tiltDbPerDecade * Math.log10(hz / MIDDLE_HZ), compression);
}
