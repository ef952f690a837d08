import type { Calibration } from './frames.js';

/** A level and what it refers to. */
export type LevelReference = '1 µPa' | 'full scale';

/**
 * What to add to a level re full scale (mean square of samples, dB; a full-scale sine is −3.01) to get dB re 1 µPa
 * (ISO 18405): the sound pressure is sample · fullScaleVolts / 10^(gain/20) / 10^(sensitivity/20) µPa. Without
 * a calibration 0: levels stay re full scale.
 */
export function calibrationOffsetDb(calibration: Calibration | null): number {
  if (!calibration) return 0;
  return 20 * Math.log10(calibration.fullScaleVolts) - calibration.gainDb - calibration.sensitivityDb;
}

export function levelReference(calibration: Calibration | null): LevelReference {
  return calibration ? '1 µPa' : 'full scale';
}
