import { z } from 'zod';
import { badModel, type ModelFolder, readModelJson } from './model-folder.js';

/** Name of the file that holds them. */
export const REFERENCE_FILE = 'reference.json';

/** Encoder inputs and the embeddings that they must give, whatever computes them. */
export interface ReferenceVectors {
  /** Each of the manifest's `inputShape`, row-major. */
  inputs: Float32Array[];
  /** One `[embeddingLength]` an input. */
  embeddings: Float32Array[];
  /** Greatest distance from the reference, relative to its length. */
  tolerance: number;
}

/** Runs inputs through an encoder: one vector `[embeddingLength]` an input, in the same order. */
export type ForwardPass = (inputs: readonly Float32Array[]) => Promise<Float32Array[]>;

const float32 = z.base64().transform(decodeFloat32);
const referenceSchema = z.strictObject({
  tolerance: z.number().positive(),
  inputs: z.array(float32).min(1),
  embeddings: z.array(float32).min(1),
});

/**
 * Gives the text of `reference.json`. A tolerance of 10⁻³ passes the rounding of a GPU in single precision
 * and of TF32, and catches a wrong kernel.
 */
export function formatReference({ inputs, embeddings, tolerance }: ReferenceVectors): string {
  return JSON.stringify({
    tolerance,
    inputs: inputs.map(encodeFloat32),
    embeddings: embeddings.map(encodeFloat32),
  });
}

/**
 * Reads the reference vectors of a model, or of its network, which gives vectors of `embeddingLength`. Throws
 * HullprintError (65) when they are missing or do not fit its manifest.
 */
export function readReference(
  folder: ModelFolder,
  embeddingLength = folder.manifest.embeddingLength,
): ReferenceVectors {
  const reference = readModelJson(folder, REFERENCE_FILE, referenceSchema);
  const { inputShape } = folder.manifest;
  const inputLength = inputShape.reduce((product, size) => product * size, 1);
  const fits =
    reference.inputs.length === reference.embeddings.length &&
    reference.inputs.every(({ length }) => length === inputLength) &&
    reference.embeddings.every(({ length }) => length === embeddingLength);
  if (!fits) {
    throw badModel(
      folder.path,
      `${REFERENCE_FILE} does not hold inputs [${inputShape}] with embeddings [${embeddingLength}]`,
    );
  }
  return reference;
}

/**
 * Runs the reference inputs through an encoder, as one batch and the first of them alone, and compares.
 * Throws an Error that says how far off it is: this computation must not be used.
 */
export async function selfTest(forward: ForwardPass, reference: ReferenceVectors): Promise<void> {
  const { inputs, embeddings, tolerance } = reference;
  compare(await forward(inputs), embeddings, tolerance);
  compare(await forward(inputs.slice(0, 1)), embeddings.slice(0, 1), tolerance);
}

function compare(found: readonly Float32Array[], expected: readonly Float32Array[], tolerance: number) {
  for (const [index, embedding] of expected.entries()) {
    const error = relativeDistance(found[index]!, embedding);
    // Written so that NaN fails.
    if (!(error <= tolerance)) {
      throw new Error(
        `reference vector ${index + 1} is off by ${error.toPrecision(2)} of its length, ${tolerance} is allowed`,
      );
    }
  }
}

/** ‖found − expected‖ / ‖expected‖ */
function relativeDistance(found: Float32Array, expected: Float32Array): number {
  let error = 0;
  let power = 0;
  for (const [index, value] of expected.entries()) {
    error += (found[index]! - value) ** 2;
    power += value ** 2;
  }
  return Math.sqrt(error / Math.max(power, Number.MIN_VALUE));
}

/** Little-endian, as every machine that hullprint runs on. */
function encodeFloat32(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

function decodeFloat32(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
}
