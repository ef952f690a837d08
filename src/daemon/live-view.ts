import { DemonAccumulator, demonLevels } from '../features/demon.js';
import type { DemonFrame, LevelFrame } from '../features/frames.js';
import { type Topics, topicsOf } from '../publish/topics.js';

/** How much of a channel its DEMON spectrum shows, s. */
const DEMON_SECONDS = 60;

/** Where pages look, as `MqttRelay` tells. */
interface Viewers {
  wants(topic: string): boolean;
  say(topic: string, payload: string | Buffer): void;
}

/** What pages are shown of a channel while they look, and nobody else is told: columns of levels, and DEMON. */
export class LiveView {
  readonly #viewers: Viewers;
  readonly #topics: Topics;
  readonly #demon = new Map<string, DemonFrame[]>();

  constructor(viewers: Viewers, node: string, baseTopic?: string) {
    this.#viewers = viewers;
    this.#topics = topicsOf(node, baseTopic);
  }

  /**
   * One second as a column of decidecade levels: UTC in ms (float64), then the centres in Hz and the levels in dB
   * (float32 each), little endian.
   */
  second(channel: string, startMs: number, frame: LevelFrame, centreHz: readonly number[]): void {
    const topic = this.#topics.spectrogram(channel);
    if (!this.#viewers.wants(topic)) return;
    const bands = frame.decidecadeDb.length;
    const column = Buffer.alloc(8 + 8 * bands);
    column.writeDoubleLE(startMs, 0);
    for (let i = 0; i < bands; i++) {
      column.writeFloatLE(centreHz[i]!, 8 + 4 * i);
      column.writeFloatLE(frame.decidecadeDb[i]!, 8 + 4 * (bands + i));
    }
    this.#viewers.say(topic, column);
  }

  /** The latest minute's spectrum as JSON: width of a bin in Hz, level of each in dB. */
  demon(channel: string, frame: DemonFrame): void {
    const frames = this.#demon.get(channel) ?? [];
    frames.push(frame);
    while (frames.length > 1 && frame.endSeconds - frames[0]!.startSeconds > DEMON_SECONDS) frames.shift();
    // A new segment counts from 0 again.
    if (frame.startSeconds < frames[0]!.startSeconds) frames.splice(0, frames.length - 1);
    this.#demon.set(channel, frames);
    const topic = this.#topics.demon(channel);
    if (!this.#viewers.wants(topic)) return;
    const sum = new DemonAccumulator();
    for (const each of frames) sum.add(each);
    const { binHz, power } = sum.spectrum()!;
    const levelDb = Array.from(demonLevels(power), (level) => Math.round(100 * level) / 100);
    this.#viewers.say(topic, JSON.stringify({ binHz, levelDb }));
  }
}
