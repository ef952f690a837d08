import { openSource } from '../capture/open.js';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { ExitCode, HullprintError } from '../errors.js';
import { AnalysisSignal } from '../features/analysis-signal.js';
import { scaleForLeaf } from '../features/leaf-input.js';
import { hearStretch, wholeRecording } from '../hear-stretch.js';

/** Clips of one recording of a ship, each `[clipSamples]` at 16 kHz. */
export interface RecordingClips {
  recordingId: string;
  source: string;
  vessel: string;
  size: 'big' | 'small';
  /** Where it was heard and with what. */
  place: string;
  clips: Float32Array[];
}

const SIZES = ['big', 'small'] as const;

/** Recordings to learn from and to stop by, no vessel in both. */
export type ShipSides = Record<'training' | 'validation', LabelledRecording[]>;

/** The big and the small ships of a split. Throws HullprintError (65) when a side lacks one of the sizes. */
export function shipsOf(split: ShipSides): ShipSides {
  const ships = (side: readonly LabelledRecording[]) =>
    side.filter(({ size }) => SIZES.some((learnt) => learnt === size));
  const sides = { training: ships(split.training), validation: ships(split.validation) };
  refuseOneSided(sides);
  return sides;
}

/**
 * Hears the first input of a recording's cuts, brings each to LEAF's level and cuts it into clips without overlap, of
 * which `most` are kept, evenly spread. A recording shorter than a clip is repeated. Throws HullprintError for
 * what cannot be read.
 */
export async function clipsOf(
  { recordingId, source, vessel, size, site, hydrophone, files }: LabelledRecording,
  clipSamples: number,
  most: number,
): Promise<RecordingClips> {
  const clips: Float32Array[] = [];
  for (const file of files) {
    const source = openSource(`file:${file}`, { startTimeMs: 0 });
    const signal = await hearStretch(source, wholeRecording, (rateHz) => new AnalysisSignal(rateHz));
    clips.push(...cut(scaleForLeaf(signal!.end()), clipSamples));
  }
  const kept = Math.min(most, clips.length);
  return {
    recordingId,
    source,
    vessel,
    size: size as RecordingClips['size'],
    place: `${site} ${hydrophone}`,
    // Copies: a view would keep the whole recording in memory.
    clips: Array.from({ length: kept }, (_, i) => clips[Math.floor((i * clips.length) / kept)]!.slice()),
  };
}

function cut(samples: Float32Array, clipSamples: number): Float32Array[] {
  if (samples.length < clipSamples) {
    return [Float32Array.from({ length: clipSamples }, (_, i) => samples[i % samples.length]!)];
  }
  return Array.from({ length: Math.floor(samples.length / clipSamples) }, (_, i) =>
    samples.subarray(i * clipSamples, (i + 1) * clipSamples),
  );
}

function refuseOneSided(split: ShipSides): void {
  for (const side of ['training', 'validation'] as const) {
    for (const size of SIZES) {
      if (split[side].some((recording) => recording.size === size)) continue;
      throw new HullprintError({
        operation: 'split by vessel',
        subject: 'the recordings',
        reason: `no ${size} vessel is left for ${side}`,
        hint: `Give recordings of at least two ${size} vessels, with their names.`,
        exitCode: ExitCode.data,
      });
    }
  }
}
