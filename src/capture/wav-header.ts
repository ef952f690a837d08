import type { ByteReader } from './byte-reader.js';
import type { SampleFormat } from './pcm.js';

/** What the chunks before the samples say. */
export interface WavHeader {
  /** Undefined when the samples are in a code of another kind (ADPCM, µ-law, MP3 in WAV). */
  format: SampleFormat | undefined;
  sampleRateHz: number;
  channels: number;
  /** Byte at which the samples begin. */
  dataOffset: number;
  /** Length of the samples as the header has it; undefined when it was written before that was known. */
  dataBytes: number | undefined;
}

/** The header is broken; the message says how, for the caller to say where. */
export class WavHeaderError extends Error {}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const UNKNOWN_SIZE = 0xffffffff;

/**
 * Reads up to the first sample of RIFF/WAVE, RF64 (EBU Tech 3306, with its ds64 chunk) and BW64
 * (ITU-R BS.2088), passing over chunks it does not know.
 *
 * @throws WavHeaderError
 */
export async function parseWavHeader(reader: ByteReader): Promise<WavHeader> {
  const riff = await reader.take(12);
  if (!isWav(riff)) throw new WavHeaderError(`it is not a WAV file: it begins with ${printable(riff)}`);
  const riffBytes = riff.readUInt32LE(4);
  let longDataBytes: number | undefined;
  let format: Omit<WavHeader, 'dataOffset' | 'dataBytes'> | undefined;
  for (;;) {
    const chunk = await need(reader, 8, format ? 'the data chunk' : 'the fmt chunk');
    const id = chunk.toString('latin1', 0, 4);
    const length = chunk.readUInt32LE(4);
    if (id === 'data') {
      if (!format) throw new WavHeaderError('the data chunk comes before the fmt chunk');
      const dataOffset = reader.position;
      if (longDataBytes !== undefined && length === UNKNOWN_SIZE)
        return { ...format, dataOffset, dataBytes: longDataBytes || undefined };
      return { ...format, dataOffset, dataBytes: dataLength(length, riffBytes, dataOffset) };
    }
    const padded = length + (length % 2);
    if (id === 'fmt ') format = parseFormat(await need(reader, padded, 'the fmt chunk'));
    else if (id === 'ds64') {
      const sizes = await need(reader, padded, 'the ds64 chunk');
      if (sizes.length < 16) throw new WavHeaderError('the ds64 chunk is too short');
      longDataBytes = Number(sizes.readBigUInt64LE(8));
    } else if (!(await reader.skip(padded)))
      throw new WavHeaderError(`it ends inside the chunk ${printable(chunk.subarray(0, 4))}`);
  }
}

/** Whether a file's first 12 bytes are those of a WAV file that this reader knows. */
export function isWav(start: Buffer): boolean {
  return (
    ['RIFF', 'RF64', 'BW64'].includes(start.toString('latin1', 0, 4)) &&
    start.toString('latin1', 8, 12) === 'WAVE'
  );
}

function printable(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.'));
}

/**
 * Recorders that stream, or were cut off, leave 0 or 2³²−1 for what they did not know. 0 is meant as 0 only where
 * the RIFF length says that other chunks follow.
 */
function dataLength(length: number, riffBytes: number, dataOffset: number): number | undefined {
  if (length === UNKNOWN_SIZE) return undefined;
  const otherChunksFollow = riffBytes !== UNKNOWN_SIZE && riffBytes + 8 > dataOffset;
  return length === 0 && !otherChunksFollow ? undefined : length;
}

function parseFormat(chunk: Buffer): Omit<WavHeader, 'dataOffset' | 'dataBytes'> {
  if (chunk.length < 16) throw new WavHeaderError('the fmt chunk is too short');
  const tag = chunk.readUInt16LE(0);
  const channels = chunk.readUInt16LE(2);
  const sampleRateHz = chunk.readUInt32LE(4);
  const frameBytes = chunk.readUInt16LE(12);
  const bits = chunk.readUInt16LE(14);
  const code = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  if (channels === 0) throw new WavHeaderError('it has no channel');
  const format = sampleFormat(code, Math.ceil(bits / 8));
  if (format && frameBytes !== channels * Math.ceil(bits / 8))
    throw new WavHeaderError(
      `${channels} channels of ${bits} bits do not make frames of ${frameBytes} bytes`,
    );
  return { format, sampleRateHz, channels };
}

function sampleFormat(code: number, bytes: number): SampleFormat | undefined {
  if (code === PCM) return ([undefined, 'u8', 's16le', 's24le', 's32le'] as const)[bytes];
  if (code === FLOAT) return ({ 4: 'f32le', 8: 'f64le' } as const)[bytes];
  return undefined;
}

async function need(reader: ByteReader, length: number, what: string): Promise<Buffer> {
  const bytes = await reader.take(length);
  if (bytes.length < length) throw new WavHeaderError(`it ends inside ${what}`);
  return bytes;
}
