import { ClipFile } from './clip-file.js';
import type { ClipShelf } from './clip-shelf.js';
import { LatestSound } from './latest-sound.js';

export interface ClipOptions {
  /** How long before a passage its clip begins, s. */
  preRollSeconds: number;
  /** How long a clip gets at most, s. */
  maxSeconds: number;
}

/** A passage is noticed this long after its beginning, at most as a rule, s. */
const NOTICED_AFTER_SECONDS = 45;
/** Holes up to this long are filled with silence, so that a clip keeps time, s. */
const FILLED_SECONDS = 30;
/** What time stamps may differ from the count of samples before it is a hole, ms. */
const JITTER_MS = 250;
const MAX_RING_BYTES = 32 * 1024 * 1024;
const ROOM_EVERY_SECONDS = 5;

/** Writes the clips of one channel. What goes wrong with a clip costs the clip alone. */
export class ClipRecorder {
  readonly #shelf: ClipShelf;
  readonly #options: ClipOptions;
  readonly #node: string;
  readonly #channel: string;
  readonly #warn: (message: string) => void;
  #sampleRateHz = 0;
  #latest: LatestSound | null = null;
  #open: { id: string; file: ClipFile; samplesLeft: number; sinceRoom: number } | null = null;
  #closing: Promise<unknown> = Promise.resolve();
  #warned = false;

  /** @param warn told once of a disk that takes no clips, and again after it took some */
  constructor(
    shelf: ClipShelf,
    node: string,
    channel: string,
    options: ClipOptions,
    warn: (message: string) => void,
  ) {
    this.#shelf = shelf;
    this.#node = node;
    this.#channel = channel;
    this.#options = options;
    this.#warn = warn;
  }

  /** Takes the next samples; `timeMs` is the UTC time of the first. Never waits. */
  hear(samples: Float32Array, sampleRateHz: number, timeMs: number): void {
    if (sampleRateHz !== this.#sampleRateHz) this.#beginAnew(sampleRateHz);
    const latest = this.#latest!;
    const missingMs = latest.endMs === 0 ? 0 : timeMs - latest.endMs;
    if (Math.abs(missingMs) > JITTER_MS) {
      if (missingMs < 0 || missingMs > FILLED_SECONDS * 1000) this.#beginAnew(sampleRateHz);
      else this.#take(new Float32Array(Math.round((missingMs / 1000) * sampleRateHz)), timeMs);
    }
    this.#take(samples, timeMs + (samples.length / sampleRateHz) * 1000);
  }

  /** A passage has begun; gives whether it gets a clip. */
  begin(id: string, startMs: number): boolean {
    this.#close();
    if (!this.#latest) return false;
    try {
      if (!this.#shelf.makeRoom()) throw new Error('the disk has no room to spare for clips');
      const { parts, startMs: from } = this.#latest.since(startMs - this.#options.preRollSeconds * 1000);
      const path = this.#shelf.begin(id, this.#node, this.#channel, from, this.#sampleRateHz);
      const file = new ClipFile(path, this.#sampleRateHz, (bytes, error) => this.#ended(id, bytes, error));
      const samplesLeft = Math.round(this.#options.maxSeconds * this.#sampleRateHz);
      this.#open = { id, file, samplesLeft, sinceRoom: 0 };
      for (const part of parts) if (this.#open) this.#write(part);
      return true;
    } catch (error) {
      this.#tell((error as Error).message);
      return false;
    }
  }

  /** The passage is over. */
  end(id: string): void {
    if (this.#open?.id === id) this.#close();
  }

  /** Resolves when what was written is on disk. */
  stop(): Promise<unknown> {
    this.#close();
    return this.#closing;
  }

  #beginAnew(sampleRateHz: number): void {
    this.#close();
    this.#sampleRateHz = sampleRateHz;
    const wanted = this.#options.preRollSeconds + NOTICED_AFTER_SECONDS;
    this.#latest = new LatestSound(sampleRateHz, Math.min(wanted, MAX_RING_BYTES / 4 / sampleRateHz));
  }

  #take(samples: Float32Array, endMs: number): void {
    this.#latest!.push(samples, endMs);
    if (this.#open) this.#write(samples);
  }

  #write(samples: Float32Array): void {
    const open = this.#open!;
    const part = samples.subarray(0, open.samplesLeft);
    open.file.write(part);
    open.samplesLeft -= part.length;
    open.sinceRoom += part.length;
    if (open.sinceRoom > ROOM_EVERY_SECONDS * this.#sampleRateHz) {
      open.sinceRoom = 0;
      if (!this.#hasRoom()) open.samplesLeft = 0;
    }
    if (open.samplesLeft === 0) this.#close();
  }

  #hasRoom(): boolean {
    try {
      return this.#shelf.makeRoom();
    } catch {
      return false;
    }
  }

  #close(): void {
    if (!this.#open) return;
    this.#closing = Promise.all([this.#closing, this.#open.file.close()]);
    this.#open = null;
  }

  #ended(id: string, bytes: number, error: Error | null): void {
    try {
      this.#shelf.finished(id, bytes);
    } catch (failure) {
      error ??= failure as Error;
    }
    if (error) this.#tell(error.message);
    else this.#warned = false;
  }

  #tell(message: string): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#warn(`no clip: ${message}`);
  }
}
