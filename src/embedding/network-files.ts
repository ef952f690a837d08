import type { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { badModel, type ModelFolder, readModelJson } from './model-folder.js';

const MODEL_FILE = 'model.json';
const WEIGHTS_FILE = 'weights.bin';

/** What tfjs layers writes, as far as it is read here. */
const modelSchema = z.looseObject({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z
    .array(z.looseObject({ paths: z.array(z.string()), weights: z.array(z.record(z.string(), z.unknown())) }))
    .min(1),
});

/** Gives the files of a network, `model.json` and `weights.bin`, from what tfjs hands to a save handler. */
export function packNetwork(artifacts: io.ModelArtifacts): Record<string, Uint8Array | string> {
  const { modelTopology, weightSpecs, weightData } = artifacts;
  const parts = Array.isArray(weightData) ? weightData : [weightData!];
  const model = {
    format: 'layers-model',
    modelTopology,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }],
  };
  return {
    [MODEL_FILE]: JSON.stringify(model),
    [WEIGHTS_FILE]: Buffer.concat(parts.map((part) => new Uint8Array(part))),
  };
}

/** Gives what tfjs needs to build the network of a model. Throws HullprintError (65) when the files do not hold it. */
export function unpackNetwork(folder: ModelFolder): io.ModelArtifacts {
  const { modelTopology, weightsManifest } = readModelJson(folder, MODEL_FILE, modelSchema);
  const weights = weightsManifest
    .flatMap(({ paths }) => paths)
    .map((name) => {
      const content = folder.files.get(name);
      if (!content) throw badModel(folder.path, `the manifest lists no ${name}, which holds weights`);
      return content;
    });
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group) => group.weights) as unknown as io.WeightsManifestEntry[],
    weightData: Uint8Array.from(Buffer.concat(weights)).buffer,
  };
}
