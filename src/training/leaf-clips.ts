import { openSource } from '../capture/open.js';
import { ExitCode, HullprintError } from '../errors.js';
import type { IndexedRecording } from '../evaluation/index-file.js';
import { AnalysisSignal } from '../features/analysis-signal.js';
import { scaleForLeaf } from '../features/leaf-input.js';
import { hearStretch, wholeRecording } from '../hear-stretch.js';
import { Random } from '../simulator/random.js';

/** Clips of one recording of a ship, each `[clipSamples]` at 16 kHz. */
export interface RecordingClips {
  recordingId: string;
  source: string;
  vessel: string;
  size: 'big' | 'small';
  clips: Float32Array[];
}

const SIZES = ['big', 'small'] as const;

export interface VesselSplit {
  training: IndexedRecording[];
  validation: IndexedRecording[];
}

/**
 * Puts whole vessels to validation: their share of each size, at least one. Recordings without a vessel's name count
 * as of one vessel; what is neither big nor small is left out. Throws HullprintError (65) when a side lacks a size.
 */
export function splitByVessel(
  recordings: readonly IndexedRecording[],
  validationShare: number,
  seed: number,
): VesselSplit {
  const ships = recordings.filter(({ size }) => SIZES.some((learnt) => learnt === size));
  const held = new Set(
    SIZES.flatMap((size) => {
      const vessels = new Set(ships.filter((ship) => ship.size === size).map(({ vessel }) => vessel));
      const count = Math.max(1, Math.round(validationShare * vessels.size));
      return shuffled([...vessels].sort(), `${seed}/${size}`).slice(0, Math.min(vessels.size - 1, count));
    }),
  );
  const split = {
    training: ships.filter(({ vessel }) => !held.has(vessel)),
    validation: ships.filter(({ vessel }) => held.has(vessel)),
  };
  refuseOneSided(split);
  return split;
}

/**
 * Hears the first input of a recording's cuts, brings each to LEAF's level and cuts it into clips without overlap, of
 * which `most` are kept, evenly spread. A recording shorter than a clip is repeated. Throws HullprintError for
 * what cannot be read.
 */
export async function clipsOf(
  { recordingId, source, vessel, size, files }: IndexedRecording,
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

function shuffled<T>(items: readonly T[], seed: string): T[] {
  const random = new Random(seed);
  return items
    .map((item) => ({ item, at: random.uniform() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function refuseOneSided(split: VesselSplit): void {
  for (const side of ['training', 'validation'] as const) {
    for (const size of SIZES) {
      if (split[side].some((recording) => recording.size === size)) continue;
      throw new HullprintError({
        operation: 'split by vessel',
        subject: 'the recordings',
        reason: `no ${size} vessel is left for ${side}`,
        hint: `List recordings of at least two ${size} vessels, with their names in the column vessel.`,
        exitCode: ExitCode.data,
      });
    }
  }
}
