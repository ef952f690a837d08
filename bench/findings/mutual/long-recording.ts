import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SoundEvent } from '../../../src/evaluation/sound-events.js';
import { windowHopSeconds } from '../../../src/features/analysis.js';
import { FeatureExtractor } from '../../../src/features/extractor.js';
import { SceneRenderer } from '../../../src/simulator/scene-renderer.js';
import type { VesselType } from '../../../src/simulator/source-level.js';
import { type ChildShare, computeInChildren } from '../../../src/training/child-processes.js';
import type { HeardWindow } from '../../../src/training/ships/heard-window.js';
import { shipSet } from '../../../src/training/ships/ship-set.js';
import { SHIP_PATCHES } from '../../../src/training/ships/ship-training.js';
import { keptFile } from '../kept-file.js';
import { HEARD_DB, type LongRecordingConfig, roundScene, SLOT_SECONDS } from './round-scene.js';

/** One round as the daemon's features have it. */
export interface HeardRound {
  /** Windows of 5 s, every 2.5 s. */
  windows: HeardWindow[];
  passages: HeardPassage[];
}

/** The stretch in which a ship is heard, from the first to the last second with an SNR of `HEARD_DB` or more. */
export interface HeardPassage extends SoundEvent {
  /** Null for a stranger. */
  kind: VesselType | null;
}

/** A recording in stretches (rounds) with gaps between, joined: times run on as if there were none. */
export interface LongRecording {
  /** Prepared patches `[windows, frames, bands]`. */
  patches: Float32Array;
  /** Levels of the bands over the first half of each window `[windows, bands]`, dB: a spectrogram without overlap. */
  levels: Float32Array;
  bands: number;
  windows: number;
  /** In order of time. */
  passages: HeardPassage[];
}

/** Middle of a window that has this number in its recording, s. */
export function middleOf(window: number): number {
  return (window + 1) * windowHopSeconds;
}

function hearRound(config: LongRecordingConfig, round: number): HeardRound {
  const scene = roundScene(config, round);
  const renderer = new SceneRenderer(scene);
  const { sampleRateHz } = scene;
  const extractor = new FeatureExtractor({ sampleRateHz, calibration: null, compression: 'log' });
  const windows: HeardWindow[] = [];
  const keep: Parameters<FeatureExtractor['push']>[1] = (features) => {
    if (features.type !== 'window') return;
    const { patch, statistics, bandwidthHz } = features.window;
    windows.push({ patch, statistics, bandwidthHz });
  };
  const snrDb = scene.passages.map(() => [] as number[]);
  for (let second = 0; second < scene.durationSeconds; second++) {
    extractor.push(renderer.read(sampleRateHz)[0]!, keep);
    const slot = Math.floor(second / SLOT_SECONDS);
    snrDb[slot]!.push(renderer.hearing(0)[slot]!.snrDb ?? Number.NEGATIVE_INFINITY);
  }
  extractor.end(keep);
  const passages = scene.passages.flatMap(({ vessel, identity }, slot): HeardPassage[] => {
    const loud = snrDb[slot]!.map((db) => db >= HEARD_DB);
    if (!loud.includes(true)) return [];
    const onsetSeconds = slot * SLOT_SECONDS + loud.indexOf(true);
    const offsetSeconds = slot * SLOT_SECONDS + loud.lastIndexOf(true) + 1;
    const kind = identity!.name === vessel.vesselType ? vessel.vesselType : null;
    return [{ kind, onsetSeconds, offsetSeconds }];
  });
  return { windows, passages };
}

/** What a rendering child is asked: rounds of the recordings, counted through, those with `index % of === part`. */
export interface RoundShare extends ChildShare {
  recordings: readonly LongRecordingConfig[];
  folder: string;
}

/** Renders, in so many processes, the rounds that the folder lacks. */
export async function renderRecordings(
  recordings: readonly LongRecordingConfig[],
  folder: string,
  workers: number,
): Promise<void> {
  const rounds = roundsOf(recordings);
  if (rounds.every(({ config, round }) => existsSync(roundPath(folder, config, round)))) return;
  if (workers <= 1) {
    for (const { config, round } of rounds) await keptRound(config, round, folder);
    return;
  }
  const shares: RoundShare[] = Array.from({ length: workers }, (_, part) => ({
    seed: recordings[0]!.seed,
    count: rounds.length,
    part,
    of: workers,
    recordings,
    folder,
  }));
  await computeInChildren(new URL('./round-child', import.meta.url), shares, () => {});
}

export function roundsOf(
  recordings: readonly LongRecordingConfig[],
): { config: LongRecordingConfig; round: number }[] {
  return recordings.flatMap((config) =>
    Array.from({ length: config.rounds }, (_, round) => ({ config, round })),
  );
}

export function keptRound(config: LongRecordingConfig, round: number, folder: string): Promise<HeardRound> {
  return keptFile(roundPath(folder, config, round), async () => hearRound(config, round));
}

function roundPath(folder: string, { seed, kinds, strangers }: LongRecordingConfig, round: number): string {
  return join(folder, 'rounds', `${seed.replaceAll('/', '-')}-${kinds}-${strangers}-${round}.v8`);
}

/** Joins the rounds of a recording, rendered before or now. */
export async function longRecording(config: LongRecordingConfig, folder: string): Promise<LongRecording> {
  const rounds: HeardRound[] = [];
  for (const { round } of roundsOf([config])) rounds.push(await keptRound(config, round, folder));
  const set = shipSet([], SHIP_PATCHES);
  const [size, bands] = [set.height * set.width, set.width];
  const windows = rounds.flatMap((round) => round.windows);
  const patches = new Float32Array(windows.length * size);
  const levels = new Float32Array(windows.length * bands);
  for (const [i, window] of windows.entries()) {
    firstHalf(window, levels.subarray(i * bands, (i + 1) * bands));
    const recording = {
      side: '',
      vessel: '',
      site: '',
      hydrophone: '',
      size: 'none' as const,
      windows: [window],
    };
    set.write(recording, patches.subarray(i * size, (i + 1) * size), null);
  }
  const roundStarts = rounds.map((_, r) =>
    rounds.slice(0, r).reduce((sum, round) => sum + round.windows.length, 0),
  );
  const passages = rounds.flatMap((round, r) =>
    round.passages.map((passage) => later(passage, roundStarts[r]! * windowHopSeconds)),
  );
  return { patches, levels, bands, windows: windows.length, passages };
}

function later(passage: HeardPassage, seconds: number): HeardPassage {
  const { onsetSeconds, offsetSeconds } = passage;
  return { ...passage, onsetSeconds: onsetSeconds + seconds, offsetSeconds: offsetSeconds + seconds };
}

/** Mean of the first half's frames in each band. */
function firstHalf({ patch: { values, frames, bands } }: HeardWindow, out: Float32Array): void {
  const half = frames / 2;
  for (let i = 0; i < half * bands; i++) out[i % bands]! += values[i]! / half;
}
