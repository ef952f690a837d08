import { monoWavHeader } from '../mono-wav.js';

/** Clips have 24 bits: 16 would hide a quiet sea below its own steps. */
export const SAMPLE_BYTES = 3;
const LARGEST = 0x7fffff;

/** @param dataBytes bytes of samples that follow */
export function wavHeader(sampleRateHz: number, dataBytes: number): Buffer {
  return monoWavHeader(sampleRateHz, SAMPLE_BYTES, dataBytes);
}

/** Samples, full scale ±1, as bytes. */
export function pcm24(samples: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(samples.length * SAMPLE_BYTES);
  for (let i = 0, at = 0; i < samples.length; i++, at += SAMPLE_BYTES) {
    const sample = samples[i]!;
    const value = sample > 1 ? LARGEST : sample < -1 ? -LARGEST : sample * LARGEST;
    // Twice as fast as Math.round, which asks more than half up or down.
    const rounded = (value + (value < 0 ? -0.5 : 0.5)) | 0;
    bytes[at] = rounded;
    bytes[at + 1] = rounded >> 8;
    bytes[at + 2] = rounded >> 16;
  }
  return bytes;
}
