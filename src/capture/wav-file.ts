import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ByteReader } from './byte-reader.js';
import { rateComplaint } from './capture-rate.js';
import { bytesPerSample, type SampleFormat } from './pcm.js';
import { openError, recordingError } from './recording-error.js';
import { isWav, parseWavHeader, type WavHeader, WavHeaderError } from './wav-header.js';

export interface WavInfo {
  sampleRateHz: number;
  channels: number;
  format: SampleFormat;
  /** Samples of one channel that are really there. */
  frames: number;
  seconds: number;
  /** Samples of one channel that the header promises beyond the end of the file. */
  missingFrames: number;
  /** Byte at which the samples begin. */
  dataOffset: number;
}

/**
 * Reads the header of a WAV, RF64 or BW64 file and checks it against the file's length.
 *
 * @returns undefined for what this reader leaves to ffmpeg: another container, or another code than PCM or float
 * @throws HullprintError with exit code 66 for a file that is not there, 65 for one that is broken or empty, or
 * that is named .wav and is none
 */
export async function readWavInfo(path: string): Promise<WavInfo | undefined> {
  const size = await fileSize(path);
  if (size === 0) throw recordingError(path, 'the file is empty', 'Record it again or leave it out');
  const header = await readHeader(path);
  if (!header?.format) return undefined;
  const { format, sampleRateHz, channels, dataOffset } = header;
  const complaint = rateComplaint(sampleRateHz);
  if (complaint) throw recordingError(path, complaint, 'Mend the header or resample it');
  const frameBytes = channels * bytesPerSample(format);
  const presentBytes = Math.max(0, size - dataOffset);
  const promised = Math.floor((header.dataBytes ?? presentBytes) / frameBytes);
  const frames = Math.min(promised, Math.floor(presentBytes / frameBytes));
  if (frames === 0) throw recordingError(path, 'it holds no samples', 'Record it again or leave it out');
  const seconds = frames / sampleRateHz;
  return { sampleRateHz, channels, format, frames, seconds, missingFrames: promised - frames, dataOffset };
}

async function fileSize(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    // Its header would have to be read twice.
    if (!found.isFile()) throw Object.assign(new Error('is no file'), { code: 'ESPIPE' });
    return found.size;
  } catch (error) {
    throw openError(path, error as NodeJS.ErrnoException);
  }
}

async function readHeader(path: string): Promise<WavHeader | undefined> {
  const reader = new ByteReader(createReadStream(path, { highWaterMark: 4096 }));
  try {
    if (!isWav(await reader.peek(12)) && !/\.wave?$/i.test(path)) return undefined;
    return await parseWavHeader(reader);
  } catch (error) {
    if (error instanceof WavHeaderError)
      throw recordingError(path, error.message, 'Record or export it again as WAV', error);
    throw openError(path, error as NodeJS.ErrnoException);
  } finally {
    await reader.close();
  }
}
