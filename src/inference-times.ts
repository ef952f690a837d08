import type { Encoder } from './embedding/encoder.js';

/** How long the forward passes took since they were last asked for. */
export class InferenceTimes {
  #ms: number[] = [];
  readonly #observe: (windows: number, seconds: number) => void;

  /** @param observe told of each pass */
  constructor(observe: (windows: number, seconds: number) => void = () => {}) {
    this.#observe = observe;
  }

  /** The same encoder, timed. */
  around(encoder: Encoder): Encoder {
    return {
      embeddingLength: encoder.embeddingLength,
      embed: async (windows) => {
        const beganMs = performance.now();
        const embeddings = await encoder.embed(windows);
        const tookMs = performance.now() - beganMs;
        this.#ms.push(tookMs);
        this.#observe(windows.length, tookMs / 1000);
        return embeddings;
      },
    };
  }

  take(): { count: number; medianMs: number | null; maxMs: number | null } {
    const sorted = this.#ms.sort((a, b) => a - b);
    this.#ms = [];
    return {
      count: sorted.length,
      medianMs: sorted[Math.floor(sorted.length / 2)] ?? null,
      maxMs: sorted.at(-1) ?? null,
    };
  }
}
