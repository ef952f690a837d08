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
    .option('--sensitivity <dB>', 'sensitivity of the hydrophone, dB re 1 V/µPa, e.g. -180', sensitivity)
    .option('--gain <dB>', 'gain between hydrophone and converter, dB', number, 0)
    .option('--full-scale <volts>', 'voltage that gives a full-scale sample', volts);
}

/** Null when nothing was given: levels are then re full scale. Throws HullprintError (64) when half was given. */
export function readCalibration({ sensitivity, gain, fullScale }: CalibrationFlags): Calibration | null {
  if (sensitivity === undefined && fullScale === undefined && gain === 0) return null;
  if (sensitivity === undefined || fullScale === undefined) {
    const given = [sensitivity !== undefined && '--sensitivity', fullScale !== undefined && '--full-scale'];
    throw new HullprintError({
      operation: 'calibrate with',
      subject: `${given.find(Boolean) || '--gain'} alone`,
      reason: 'pressure follows from both the sensitivity and the full-scale voltage',
      hint: 'Give both, e.g. --sensitivity -180 --full-scale 1, or neither',
      exitCode: ExitCode.usage,
    });
  }
  return { sensitivityDb: sensitivity, gainDb: gain, fullScaleVolts: fullScale };
}

function number(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) throw new InvalidArgumentError('Give a number');
  return parsed;
}

function sensitivity(value: string): number {
  const decibels = number(value);
  if (decibels >= 0) throw new InvalidArgumentError('It is below 0: 1 µPa gives far less than 1 V');
  return decibels;
}

function volts(value: string): number {
  const parsed = number(value);
  if (parsed <= 0) throw new InvalidArgumentError('Give volts above 0');
  return parsed;
}
