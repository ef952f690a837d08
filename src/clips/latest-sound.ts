/** The latest seconds of a channel, so that a passage can be heard from before it was noticed. */
export class LatestSound {
  readonly #ring: Float32Array;
  #next = 0;
  #filled = 0;
  /** UTC time of the sample that is due, ms. */
  #endMs = 0;
  readonly #sampleRateHz: number;

  constructor(sampleRateHz: number, seconds: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#ring = new Float32Array(Math.max(1, Math.round(sampleRateHz * seconds)));
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** @param endMs UTC time after the last of the samples */
  push(samples: Float32Array, endMs: number): void {
    const ring = this.#ring;
    const kept = samples.subarray(Math.max(0, samples.length - ring.length));
    const first = kept.subarray(0, ring.length - this.#next);
    ring.set(first, this.#next);
    ring.set(kept.subarray(first.length), 0);
    this.#next = (this.#next + kept.length) % ring.length;
    this.#filled = Math.min(ring.length, this.#filled + kept.length);
    this.#endMs = endMs;
  }

  /** What is there from a time on, in the order of time, and when that begins. The parts are good until the next push. */
  since(fromMs: number): { parts: Float32Array[]; startMs: number } {
    const wanted = Math.ceil(((this.#endMs - fromMs) / 1000) * this.#sampleRateHz);
    const count = Math.max(0, Math.min(this.#filled, wanted));
    const begin = (this.#next - count + this.#ring.length) % this.#ring.length;
    const tail = this.#ring.subarray(begin, Math.min(this.#ring.length, begin + count));
    const head = this.#ring.subarray(0, count - tail.length);
    return { parts: [tail, head], startMs: this.#endMs - (count / this.#sampleRateHz) * 1000 };
  }
}
