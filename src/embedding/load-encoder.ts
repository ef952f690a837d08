import { ExitCode, HullprintError } from '../errors.js';
import type { FeatureWindow } from '../features/frames.js';
import { type BackendChoice, climbLadder, type LadderOptions } from './backend-ladder.js';
import type { Backend, SkippedBackend } from './backends/backend.js';
import type { Encoder } from './encoder.js';
import { fuse, readFusion } from './fusion.js';
import { MicroBatch } from './micro-batch.js';
import { badModel, type ModelFolder } from './model-folder.js';
import { loadNetwork, type Network } from './network.js';
import { fitPatch } from './patch-input.js';
import { preparePatch } from './patch-preparation.js';
import { readReference, selfTest } from './reference-vectors.js';
import {
  readStatisticsEncoder,
  statisticsForwardPass,
  statisticsInput,
  tierChooser,
} from './statistics-encoder.js';

/** Windows in one forward pass at most: bounds the memory of a pass. */
const MAX_BATCH = 64;

/** What computes the embeddings: a rung of the ladder, or this very process for a model without a network. */
export type EncoderBackend = Pick<Backend, 'device' | 'kind'> & { name: Backend['name'] | 'typescript' };

export interface LoadedEncoder extends Encoder {
  /** Identity of the model. */
  readonly model: string;
  readonly backend: EncoderBackend;
  /** Better backends that were not taken, and why. */
  readonly skipped: readonly SkippedBackend[];
  /** Frees the weights; the encoder cannot be used after. */
  dispose(): void;
}

export interface LoadOptions extends LadderOptions {
  /** `compute.backend` of the configuration. */
  backend: BackendChoice;
  /** Names of the statistics that the feature stage computes, in its order. */
  statisticNames: readonly string[];
}

/**
 * Makes the encoder of a model, tested against the model's reference vectors. Throws HullprintError: 65 when
 * the model does not hold what its manifest says; 69 when no backend passes, or the chosen one does not;
 * 78 when a backend is chosen for a model that has no network to run on it.
 */
export async function loadEncoder(folder: ModelFolder, options: LoadOptions): Promise<LoadedEncoder> {
  const load = { statistics: loadStatistics, network: loadOnLadder, fused: loadFused };
  return load[folder.manifest.kind](folder, options);
}

async function loadStatistics(folder: ModelFolder, options: LoadOptions): Promise<LoadedEncoder> {
  if (options.backend !== 'auto') throw noNetwork(folder, `the backend ${options.backend}`);
  if (options.gpuOnly) throw noNetwork(folder, 'a GPU');
  const { embeddingLength } = folder.manifest;
  const forward = statisticsForwardPass(readStatisticsEncoder(folder, options.statisticNames));
  try {
    await selfTest(forward, readReference(folder, embeddingLength));
  } catch (error) {
    if (error instanceof HullprintError) throw error;
    throw badModel(folder.path, `it fails its self-test: ${(error as Error).message}`, error);
  }
  return {
    embeddingLength,
    model: folder.identity,
    backend: { name: 'typescript', device: process.arch, kind: 'cpu' },
    skipped: [],
    embed: (windows) => forward(windows.map(statisticsInput)),
    dispose: () => {},
  };
}

async function loadOnLadder(folder: ModelFolder, options: LoadOptions): Promise<LoadedEncoder> {
  const { embeddingLength, frontEnd } = folder.manifest;
  const { run, ...loaded } = await climbWithNetwork(folder, embeddingLength, options);
  const toInput = ({ patch }: FeatureWindow) => fitPatch(patch, frontEnd.frames, frontEnd.bands);
  return { ...loaded, embeddingLength, embed: async (windows) => run(windows.map(toInput)) };
}

async function loadFused(folder: ModelFolder, options: LoadOptions): Promise<LoadedEncoder> {
  const { embeddingLength, frontEnd } = folder.manifest;
  const statistics = readStatisticsEncoder(folder, options.statisticNames);
  const fusion = readFusion(folder, embeddingLength - statistics.names.length - 1, statistics.tiers.length);
  const score = statisticsForwardPass(statistics);
  const tierOf = tierChooser(statistics);
  const { run, ...loaded } = await climbWithNetwork(folder, fusion.mean.length, options);
  return {
    ...loaded,
    embeddingLength,
    embed: async (windows) => {
      const inputs = windows.map(statisticsInput);
      const patches = windows.map(({ patch }, i) => {
        const prepared = fitPatch(patch, frontEnd.frames, frontEnd.bands).slice();
        preparePatch(prepared, frontEnd.bands, fusion.preparation, tierOf(inputs[i]!));
        return prepared;
      });
      const [vectors, scores] = await Promise.all([run(patches), score(inputs)]);
      return vectors.map((vector, i) => fuse(vector, scores[i]!, fusion));
    },
  };
}

/** The network on the best backend that stands its self-test; `run` gives vectors of `length`, of any number of inputs. */
async function climbWithNetwork(folder: ModelFolder, length: number, options: LoadOptions) {
  const reference = readReference(folder, length);
  const trial = async (backend: Backend): Promise<Network> => {
    const network = await loadNetwork(folder, backend, length);
    try {
      await selfTest(network.forward, reference);
      return network;
    } catch (error) {
      network.dispose();
      throw error;
    }
  };
  const { backend, proof: network, skipped } = await climbLadder(options.backend, trial, options);
  const batches = new MicroBatch(network.forward, MAX_BATCH);
  return {
    model: folder.identity,
    backend,
    skipped,
    run: async (inputs: Float32Array[]) => (inputs.length > 0 ? batches.add(inputs) : []),
    dispose: network.dispose,
  };
}

function noNetwork(folder: ModelFolder, where: string): HullprintError {
  return new HullprintError({
    operation: 'run model',
    subject: folder.manifest.name,
    reason: `it has no network, so nothing of it can run on ${where}`,
    hint: 'Set compute.backend: auto and compute.device: any, or choose a model with a network.',
    exitCode: ExitCode.configuration,
  });
}
