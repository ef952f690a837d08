import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import type { Backend } from './backends/backend.js';
import { useEngine } from './backends/engine.js';
import { badModel, type ModelFolder } from './model-folder.js';
import { unpackNetwork } from './network-files.js';
import type { ForwardPass } from './reference-vectors.js';

/** A network on its backend. */
export interface Network {
  forward: ForwardPass;
  /** Frees its weights. */
  dispose(): void;
}

/**
 * Builds the network of a model, which gives vectors of `embeddingLength`, on a backend that is open. Throws
 * HullprintError (65) when the files hold no network or one of other shapes than the manifest says.
 */
export async function loadNetwork(
  folder: ModelFolder,
  backend: Backend,
  embeddingLength = folder.manifest.embeddingLength,
): Promise<Network> {
  const layers = await build(folder);
  const { inputShape } = folder.manifest;
  const found = `[${shapeOf(layers, 'inputs')}] to [${shapeOf(layers, 'outputs')}]`;
  const expected = `[${inputShape}] to [${embeddingLength}]`;
  if (found !== expected) {
    layers.dispose();
    throw badModel(folder.path, `its network maps ${found}, its manifest says ${expected}`);
  }
  const forward: ForwardPass = async (inputs) => {
    await useEngine(backend.engine);
    return predict(layers, inputs, inputShape, embeddingLength);
  };
  return { forward, dispose: () => void layers.dispose() };
}

async function build(folder: ModelFolder): Promise<LayersModel> {
  const artifacts = unpackNetwork(folder);
  try {
    return await loadLayersModel(tf.io.fromMemory(artifacts));
  } catch (cause) {
    throw badModel(folder.path, `its network cannot be built (${(cause as Error).message})`, cause);
  }
}

/** Shape without the batch. */
function shapeOf(layers: LayersModel, side: 'inputs' | 'outputs'): string {
  return layers[side].map(({ shape }) => shape.slice(1).join(',')).join(' and ');
}

async function predict(
  layers: LayersModel,
  inputs: readonly Float32Array[],
  inputShape: readonly number[],
  embeddingLength: number,
): Promise<Float32Array[]> {
  const inputLength = inputs[0]!.length;
  const batch = new Float32Array(inputs.length * inputLength);
  for (const [index, input] of inputs.entries()) batch.set(input, index * inputLength);
  const output = tf.tidy(() => layers.predict(tf.tensor(batch, [inputs.length, ...inputShape])) as tf.Tensor);
  try {
    const values = (await output.data()) as Float32Array;
    return inputs.map((_, index) => values.slice(index * embeddingLength, (index + 1) * embeddingLength));
  } finally {
    output.dispose();
  }
}
