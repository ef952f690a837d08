import { InvalidArgumentError } from 'commander';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { ExitCode, HullprintError } from '../errors.js';

/** From and up to, dB. */
export type SnrRange = readonly [fromDb: number, untilDb: number];

/** Parses a range of SNRs, as `0..20`. */
export function snrRange(text: string): SnrRange {
  const [, from, until] = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (until === undefined || Number(from) >= Number(until))
    throw new InvalidArgumentError('It is a range like 0..20.');
  return [Number(from), Number(until)];
}

/** The ships within a range of SNRs, and all recordings without one. Throws HullprintError (65) when no SNR is told. */
export function withinSnr(
  recordings: readonly LabelledRecording[],
  [fromDb, untilDb]: SnrRange,
  index: string,
): LabelledRecording[] {
  if (recordings.every(({ snrDb }) => snrDb === undefined)) {
    throw new HullprintError({
      operation: 'choose by SNR from',
      subject: index,
      reason: 'it tells no SNR',
      hint: 'It needs a column snr_db; hullprint simulate passages writes one.',
      exitCode: ExitCode.data,
    });
  }
  return recordings.filter(
    ({ size, snrDb }) => size === 'none' || (snrDb !== undefined && snrDb >= fromDb && snrDb <= untilDb),
  );
}
