import { type Command, InvalidArgumentError } from 'commander';
import { ExitCode, HullprintError } from '../errors.js';
import type { Calibration } from '../features/frames.js';

export interface CalibrationFlags {
  sensitivity?: number;
  gain: number;
  fullScale?: number;
}

/** Adds the options that turn samples into pressure. */
export function calibrationOptions(command: Command): Command {
  return command
    .option('--sensitivity <dB>', 'sensitivity of the hydrophone, dB re 1 V/µPa, e.g. -180', number)
    .option('--gain <dB>', 'gain between hydrophone and converter, dB', number, 0)
    .option('--full-scale <volts>', 'voltage that gives a full-scale sample', number);
}

/** Null when nothing was given: levels are then re full scale. Throws HullprintError (64) when half was given. */
export function readCalibration({ sensitivity, gain, fullScale }: CalibrationFlags): Calibration | null {
  if (sensitivity === undefined && fullScale === undefined) return null;
  if (sensitivity === undefined || fullScale === undefined || fullScale <= 0) {
    throw new HullprintError({
      operation: 'calibrate with',
      subject: sensitivity === undefined ? '--full-scale alone' : '--sensitivity alone',
      reason: 'pressure follows from both the sensitivity and the full-scale voltage',
      hint: 'Give both, e.g. --sensitivity -180 --full-scale 1, or neither',
      exitCode: ExitCode.usage,
    });
  }
  return { sensitivityDb: sensitivity, gainDb: gain, fullScaleVolts: fullScale };
}

function number(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) throw new InvalidArgumentError('a number');
  return parsed;
}
