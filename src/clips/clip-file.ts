import { type FileHandle, open } from 'node:fs/promises';
import { MONO_WAV_HEADER_BYTES as HEADER_BYTES } from '../mono-wav.js';
import { pcm24, wavHeader } from './wav24.js';

/** A disk that takes no more than this in time ends the clip, not the hearing. */
const BACKLOG_BYTES = 32 * 1024 * 1024;

/** One clip that is being written, beside the line: whoever writes never waits. */
export class ClipFile {
  readonly #sampleRateHz: number;
  readonly #ended: (dataBytes: number, error: Error | null) => void;
  #work: Promise<void> = Promise.resolve();
  #file: FileHandle | undefined;
  #waiting = 0;
  #dataBytes = 0;
  #error: Error | null = null;
  #closed = false;

  /** @param ended told once, when the file is complete as far as it goes, and why it goes no further */
  constructor(path: string, sampleRateHz: number, ended: (dataBytes: number, error: Error | null) => void) {
    this.#sampleRateHz = sampleRateHz;
    this.#ended = ended;
    this.#work = this.#do(async () => {
      this.#file = await open(path, 'w', 0o640);
      await this.#file.writeFile(wavHeader(sampleRateHz, 0));
    });
  }

  write(samples: Float32Array): void {
    if (this.#error || this.#closed) return;
    const bytes = pcm24(samples);
    if (this.#waiting + bytes.length > BACKLOG_BYTES) {
      this.#error = new Error('the disk does not keep up');
      return;
    }
    this.#waiting += bytes.length;
    this.#work = this.#do(async () => {
      await this.#file!.writeFile(bytes);
      this.#dataBytes += bytes.length;
      this.#waiting -= bytes.length;
    });
  }

  /** Resolves when the file is closed with the right header. */
  close(): Promise<void> {
    if (this.#closed) return this.#work;
    this.#closed = true;
    const finish = async () => {
      const file = this.#file;
      if (file) {
        await file
          .write(wavHeader(this.#sampleRateHz, this.#dataBytes), 0, HEADER_BYTES, 0)
          .catch(this.#fail);
        await file.datasync().catch(this.#fail);
        await file.close().catch(this.#fail);
      }
      this.#ended(this.#dataBytes, this.#error);
    };
    this.#work = this.#work.then(finish);
    return this.#work;
  }

  #do(step: () => Promise<void>): Promise<void> {
    return this.#work.then(() => (this.#error ? undefined : step())).catch(this.#fail);
  }

  readonly #fail = (error: Error): void => {
    this.#error ??= error;
  };
}
