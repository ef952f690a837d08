import { type FileHandle, open } from 'node:fs/promises';
import { MONO_WAV_HEADER_BYTES, monoWavHeader } from '../../mono-wav.js';

const BYTES_PER_SAMPLE = 2;
const LARGEST_SAMPLE = 32_767;
/** RIFF counts its bytes in 32 bits. */
export const LONGEST_WAV_SAMPLES = Math.floor((0xffffffff - MONO_WAV_HEADER_BYTES) / BYTES_PER_SAMPLE);

/** Writes the stretch `[fromSample, untilSample)` of one channel as a WAV file of 16 bits. */
export class WavWriter {
  readonly #path: string;
  readonly #sampleRateHz: number;
  readonly #fromSample: number;
  readonly #untilSample: number;
  #file: FileHandle | undefined;

  constructor(path: string, sampleRateHz: number, fromSample: number, untilSample: number) {
    this.#path = path;
    this.#sampleRateHz = sampleRateHz;
    this.#fromSample = fromSample;
    this.#untilSample = untilSample;
  }

  /** Writes what of a block (full scale ±1) lies in the stretch. Blocks come in order and without holes. */
  async write(samples: Float32Array, firstSample: number): Promise<void> {
    const start = Math.max(this.#fromSample - firstSample, 0);
    const end = Math.min(this.#untilSample - firstSample, samples.length);
    if (start >= end) return;
    this.#file ??= await this.#begin();
    const bytes = Buffer.alloc((end - start) * BYTES_PER_SAMPLE);
    for (let i = start; i < end; i++)
      bytes.writeInt16LE(Math.round(samples[i]! * LARGEST_SAMPLE), (i - start) * BYTES_PER_SAMPLE);
    await this.#file.writeFile(bytes);
    if (end + firstSample === this.#untilSample) await this.close();
  }

  /** Also for a file that is not complete. */
  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #begin(): Promise<FileHandle> {
    const file = await open(this.#path, 'w');
    await file.writeFile(
      monoWavHeader(
        this.#sampleRateHz,
        BYTES_PER_SAMPLE,
        (this.#untilSample - this.#fromSample) * BYTES_PER_SAMPLE,
      ),
    );
    return file;
  }
}
