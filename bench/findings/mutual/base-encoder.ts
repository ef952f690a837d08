import type { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import { trainFewShot } from '../../../src/training/few-shot/trainer.js';
import type { FewShotOptions } from '../../../src/training/few-shot/training-options.js';
import type { ShipRecording } from '../../../src/training/ships/ship-recording.js';
import { shipSet } from '../../../src/training/ships/ship-set.js';
import { SHIP_OPTIONS, SHIP_PATCHES } from '../../../src/training/ships/ship-training.js';
import type { FleetPart } from '../../../src/training/ships/simulated-fleet.js';

export type FleetRecording = ShipRecording<FleetPart>;

/** The shipped recipe with as many episodes as a study can wait for. */
export const BASE_OPTIONS: FewShotOptions = { ...SHIP_OPTIONS, episodes: 400, warmUpEpisodes: 60 };

/**
 * Trains the encoder that the studies start from, on the encoder's part of a fleet, or takes it from `folder`. All
 * else is of other vessels.
 */
export async function baseEncoder(
  fleet: readonly FleetRecording[],
  folder: string,
  options: FewShotOptions = BASE_OPTIONS,
): Promise<PatchEncoder> {
  const part = (side: FleetPart) =>
    shipSet(
      fleet.filter((recording) => recording.side === side),
      SHIP_PATCHES,
    );
  const { encoder } = await trainFewShot({
    options,
    data: `simulated fleet of ${fleet.length}, ${fleet[0]!.vessel}`,
    training: part('encoder'),
    validation: part('held'),
    folder,
  });
  return encoder;
}

/** Patches as the daemon prepares them, one after another: every window of every recording. */
export function patchesOf(recordings: readonly FleetRecording[]): Float32Array {
  const set = shipSet([], SHIP_PATCHES);
  const length = set.height * set.width;
  const windows = recordings.flatMap((recording) =>
    recording.windows.map((window) => ({ ...recording, windows: [window] })),
  );
  const patches = new Float32Array(windows.length * length);
  for (const [i, window] of windows.entries()) {
    set.write(window, patches.subarray(i * length, (i + 1) * length), null);
  }
  return patches;
}

/** Mean embedding of a fleet's part: taken off before embeddings are normalised (SimpleShot, Wang et al. 2019). */
export async function meanEmbedding(
  encoder: PatchEncoder,
  recordings: readonly FleetRecording[],
): Promise<Float32Array> {
  const embeddings = await encoder.embedAll(patchesOf(recordings));
  const length = encoder.embeddingLength;
  const mean = new Float32Array(length);
  for (const [i, value] of embeddings.entries()) mean[i % length]! += (value * length) / embeddings.length;
  return mean;
}
