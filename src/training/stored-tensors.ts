import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** A tensor as text: little-endian float32. */
export const storedTensor = z.strictObject({ shape: z.array(z.int()), base64: z.base64() });
export type StoredTensor = z.infer<typeof storedTensor>;

export function storeTensors(tensors: readonly tf.Tensor[]): Promise<StoredTensor[]> {
  return Promise.all(
    tensors.map(async (tensor) => {
      const { buffer } = Float32Array.from(await tensor.data());
      return { shape: tensor.shape, base64: Buffer.from(buffer).toString('base64') };
    }),
  );
}

/** New tensors, for the caller to dispose of. */
export function restoreTensors(stored: readonly StoredTensor[]): tf.Tensor[] {
  return stored.map(({ shape, base64 }) => {
    const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
    return tf.tensor(new Float32Array(bytes.buffer), shape, 'float32');
  });
}
