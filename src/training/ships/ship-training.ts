import * as tf from '@tensorflow/tfjs-core';
import { packNetwork } from '../../embedding/network-files.js';
import type { ReferenceVectors } from '../../embedding/reference-vectors.js';
import { ExitCode, HullprintError } from '../../errors.js';
import { windowSeconds } from '../../features/analysis.js';
import { filterbankBands, filterbankCentresHz } from '../../features/filterbank.js';
import type { Measurement } from '../few-shot/checkpoint.js';
import type { PatchEncoder } from '../few-shot/patch-encoder.js';
import { trainFewShot } from '../few-shot/trainer.js';
import { DEFAULT_FEW_SHOT_OPTIONS, type FewShotOptions } from '../few-shot/training-options.js';
import type { ResponseSpread } from '../response-randomisation.js';
import { type FusedModel, fitFused, tierOf } from './fused-fit.js';
import { SHIP_SIZES, type ShipRecording } from './ship-recording.js';
import { type ShipPatches, shipSet } from './ship-set.js';

/** Frames of 0.1 s. */
export const PATCH_FRAMES = windowSeconds * 10;
/** The second tier hears up to the decidecade of 3.15 kHz. */
const NARROW_HIGHEST_HZ = 3_550;
const PREPARATION = {
  floorDb: 60,
  bandsHeard: [filterbankBands, filterbankCentresHz.filter((hz) => hz <= NARROW_HIGHEST_HZ).length],
};
/** Recorders' responses that are added to what was heard. */
const SPREAD: ResponseSpread = { tiltDbPerDecade: 7, rippleDb: 3 };
const NARROW_SHARE = 0.15;
/** As the encoder of the shipped model gets its patches. */
export const SHIP_PATCHES: ShipPatches = {
  frames: PATCH_FRAMES,
  preparation: PREPARATION,
  tierOf,
  spread: SPREAD,
  narrowShare: NARROW_SHARE,
};
const REFERENCE_VECTORS = 6;
/** As many validation recordings as tell when to stop. */
const VALIDATION_RECORDINGS = 1200;

export const SHIP_OPTIONS: FewShotOptions = {
  ...DEFAULT_FEW_SHOT_OPTIONS,
  objective: 'siamese',
  filters: [24, 48, 64, 96],
  stem: { kernel: [5, 5], strides: [3, 2] },
  embeddingLength: 32,
  kindWeight: 1,
  warmUpEpisodes: 150,
  ways: 48,
  shots: 2,
  queries: 2,
  episodes: 1000,
  learningRate: 3e-3,
  patience: 8,
};

/** Who learns what from whom; no vessel is in two of them, but heads may read what the encoder learnt from. */
export interface ShipSides {
  encoder: readonly ShipRecording[];
  /** Tells the encoder when to stop. */
  validation: readonly ShipRecording[];
  heads: readonly ShipRecording[];
  /** Calibrates the heads. */
  held: readonly ShipRecording[];
}

export interface ShipTraining {
  sides: ShipSides;
  options: FewShotOptions;
  /** Names the data, as in `FewShotTraining`. */
  data: string;
  folder: string;
  /** Recorders through which the heads hear each window. */
  copies: number;
  onEpisode?: (episode: number) => void;
}

export interface TrainedShips {
  model: FusedModel;
  /** `model.json` and `weights.bin`. */
  network: Record<string, Uint8Array | string>;
  reference: ReferenceVectors;
  history: Measurement[];
}

/**
 * Trains the encoder in episodes on vessels, then fits all that follows it, on the tfjs backend that is set. Throws
 * HullprintError (65) when a side lacks one of the sizes.
 */
export async function trainShips(task: ShipTraining): Promise<TrainedShips> {
  const { sides, options, data, folder, copies, onEpisode } = task;
  refuseOneSided(sides);
  const { encoder, history } = await trainFewShot({
    options,
    data,
    training: shipSet(sides.encoder, SHIP_PATCHES),
    validation: shipSet(sides.validation.slice(0, VALIDATION_RECORDINGS), SHIP_PATCHES),
    folder,
    ...(onEpisode && { onProgress: onEpisode }),
  });
  const { heads: fitting, held } = sides;
  const model = await fitFused({
    network: encoder,
    preparation: PREPARATION,
    fitting,
    held,
    spread: SPREAD,
    copies,
    seed: options.seed,
  });
  const trained = {
    model,
    network: await savedNetwork(encoder),
    reference: await referenceOf(encoder, held),
    history,
  };
  encoder.dispose();
  return trained;
}

async function savedNetwork(encoder: PatchEncoder): Promise<Record<string, Uint8Array | string>> {
  const network = encoder.plainNetwork();
  let files: Record<string, Uint8Array | string> = {};
  await network.save(
    tf.io.withSaveHandler(async (artifacts) => {
      files = packNetwork(artifacts);
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  network.dispose();
  return files;
}

/** Of recordings of all sizes, as they were heard. */
async function referenceOf(encoder: PatchEncoder, held: readonly ShipRecording[]): Promise<ReferenceVectors> {
  const set = shipSet(held, SHIP_PATCHES);
  const chosen = SHIP_SIZES.flatMap((size) =>
    held.filter((recording) => recording.size === size).slice(0, REFERENCE_VECTORS / SHIP_SIZES.length),
  );
  const length = set.height * set.width;
  const inputs = chosen.map((recording) => {
    const patch = new Float32Array(length);
    set.write(recording, patch, null);
    return patch;
  });
  const embeddings = [];
  for (const input of inputs) embeddings.push(await encoder.embedAll(input));
  return { inputs, embeddings, tolerance: 1e-3 };
}

function refuseOneSided(sides: ShipSides): void {
  for (const [side, recordings] of Object.entries(sides) as [keyof ShipSides, readonly ShipRecording[]][]) {
    for (const size of SHIP_SIZES) {
      if (recordings.some((recording) => recording.size === size)) continue;
      throw new HullprintError({
        operation: 'learn ships from',
        subject: 'the recordings',
        reason: `${size === 'none' ? 'no recording without a ship' : `no ${size} vessel`} is left for ${side}`,
        hint: 'Give recordings of two vessels or more of each size and of no ship, or add --simulated 6000.',
        exitCode: ExitCode.data,
      });
    }
  }
}
