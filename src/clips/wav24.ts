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
  const bytes = Buffer.alloc(samples.length * SAMPLE_BYTES);
  for (let i = 0; i < samples.length; i++) {
    const value = Math.round(Math.max(-1, Math.min(1, samples[i]!)) * LARGEST) | 0;
    const at = i * SAMPLE_BYTES;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    bytes[at + 2] = value >> 16;
  }
  return bytes;
}
