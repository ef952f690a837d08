import type { ByteReader } from './byte-reader.js';
import { bytesPerSample, deinterleave, type SampleFormat } from './pcm.js';

export interface PcmLayout {
  format: SampleFormat;
  sampleRateHz: number;
  channels: number;
}

const blockSeconds = 0.25;

/**
 * Cuts a stream of raw PCM into blocks of a quarter of a second, the last one shorter. A last frame that is not
 * whole is left out.
 *
 * @returns blocks with the index of their first sample and `[channels][frames]` at full scale ±1
 */
export async function* pcmBlocks(
  reader: ByteReader,
  layout: PcmLayout,
): AsyncGenerator<{ firstSample: number; frames: number; inputs: Float32Array[] }> {
  const frameBytes = layout.channels * bytesPerSample(layout.format);
  const blockBytes = Math.max(1, Math.round(layout.sampleRateHz * blockSeconds)) * frameBytes;
  for (let firstSample = 0; ; ) {
    const bytes = await reader.take(blockBytes);
    const frames = Math.floor(bytes.length / frameBytes);
    if (frames === 0) return;
    const inputs = deinterleave(bytes.subarray(0, frames * frameBytes), layout.format, layout.channels);
    yield { firstSample, frames, inputs };
    firstSample += frames;
  }
}
