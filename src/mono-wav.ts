/** Bytes before the samples. */
export const MONO_WAV_HEADER_BYTES = 44;

/**
 * Header of a WAV file of one channel of PCM.
 *
 * @param sampleBytes bytes of a sample: 2 or 3
 * @param dataBytes bytes of all samples
 */
export function monoWavHeader(sampleRateHz: number, sampleBytes: number, dataBytes: number): Buffer {
  const header = Buffer.alloc(MONO_WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(MONO_WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // one channel
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * sampleBytes, 28);
  header.writeUInt16LE(sampleBytes, 32);
  header.writeUInt16LE(sampleBytes * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
