import { join } from 'node:path';
import { filterbankBands } from '../../src/features/filterbank.js';
import type { ShipRecording } from '../../src/training/ships/ship-recording.js';
import { shipSet } from '../../src/training/ships/ship-set.js';
import { SHIP_PATCHES } from '../../src/training/ships/ship-training.js';
import { type FleetPart, simulateFleet } from '../../src/training/ships/simulated-fleet.js';
import { keptFile } from './kept-file.js';
import { shipTasks } from './ship-tasks.js';
import type { Asked, Item, Subject } from './subject.js';

export type Fleet = ShipRecording<FleetPart>[];

/** Simulates a fleet, or reads it where it was simulated before. */
export function loadFleet(
  folder: string,
  { seed, clips, workers }: { seed: number; clips: number; workers: number },
): Promise<Fleet> {
  return keptFile(join(folder, `fleet-${seed}-${clips}.bin`), () => simulateFleet({ seed, clips, workers }));
}

/** Frames and bands of a tile of a patch. */
export const SHIP_TILE: readonly [frames: number, bands: number] = [10, 8];

export interface ShipQuestions {
  shots: readonly number[];
  validationTasks: number;
  testTasks: number;
  /** Recordings that the normalisation is fitted on, at most. */
  base: number;
  seed: number;
}

/**
 * Ships as a subject: learnt from the encoder's part of a fleet, without labels or by vessel; asked are big and small in
 * the part of the heads, with faint ships among them; settings are chosen on the part held back. No vessel, site or
 * hydrophone is in two parts.
 */
export function shipSubject(fleet: Fleet, questions: ShipQuestions): Subject<ShipRecording> {
  const part = (name: FleetPart) => fleet.filter(({ side }) => side === name);
  const learnt = part('encoder');
  return {
    training: shipSet(learnt, SHIP_PATCHES),
    base: learnt.slice(0, questions.base).map(itemOf),
    validation: ask(part('held'), questions, questions.validationTasks),
    test: ask(part('heads'), questions, questions.testTasks),
    tiling: { tile: SHIP_TILE, spread: 10 },
    plain: levelsOf,
  };
}

function itemOf(recording: ShipRecording): Item<ShipRecording> {
  return { example: recording, group: recording.vessel, stratum: recording.size };
}

function ask(part: Fleet, { shots, seed }: ShipQuestions, count: number): Asked<ShipRecording> {
  const ships = part.filter(({ size }) => size !== 'none');
  const named = ships.map((recording, place) => ({ ...recording, recordingId: String(place) }));
  const tasks = shipTasks(named, { shots, tasks: count, seed, disjointSites: false });
  return { items: ships.map(itemOf), tasks };
}

/** Mean and standard deviation over time of each band's level: the plain baseline. */
export function levelsOf(patch: Float32Array): Float32Array {
  const frames = patch.length / filterbankBands;
  const levels = new Float32Array(2 * filterbankBands);
  for (let band = 0; band < filterbankBands; band++) {
    let [sum, squares] = [0, 0];
    for (let at = band; at < patch.length; at += filterbankBands) {
      sum += patch[at]!;
      squares += patch[at]! ** 2;
    }
    levels[band] = sum / frames;
    levels[filterbankBands + band] = Math.sqrt(Math.max(0, squares / frames - (sum / frames) ** 2));
  }
  return levels;
}
