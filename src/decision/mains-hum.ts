const BLOCK_SECONDS = 2;
/** Blocks averaged: ten seconds. */
const BLOCKS = 5;
const HARMONICS = [1, 2, 3];
/** Beside a harmonic, Hz: outside the main lobe of a Hann window of 2 s, even when the mains are 0.2 Hz off. */
const BESIDE_HZ = 5;
/** Rounding noise of 32-bit samples, so that silence has no hum. */
const FLOOR = 1e-14;

interface Ratio {
  line: number;
  beside: number;
}

/**
 * Mains hum: how far the harmonics of 50 and 60 Hz stand above their neighbourhood, by a small bank of Goertzel
 * filters (Goertzel 1958) over windows of 2 s, averaged over ten seconds.
 */
export class MainsHum {
  readonly #rateHz: number;
  readonly #values: Float64Array;
  readonly #window: Float64Array;
  readonly #blocks: { 50: Ratio[]; 60: Ratio[] }[] = [];
  #filled = 0;

  /** @param rateHz of the values, above 400 Hz: a few hundred are enough for the third harmonic. */
  constructor(rateHz: number) {
    this.#rateHz = rateHz;
    const length = Math.round(rateHz * BLOCK_SECONDS);
    this.#values = new Float64Array(length);
    this.#window = Float64Array.from(
      { length },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length),
    );
  }

  add(value: number): void {
    this.#values[this.#filled++] = value;
    if (this.#filled < this.#values.length) return;
    this.#filled = 0;
    const mean = this.#values.reduce((total, each) => total + each, 0) / this.#values.length;
    for (let i = 0; i < this.#values.length; i++) {
      this.#values[i] = (this.#values[i]! - mean) * this.#window[i]!;
    }
    const ratios = (mainsHz: number) => HARMONICS.map((harmonic) => this.#ratioAt(harmonic * mainsHz));
    this.#blocks.push({ 50: ratios(50), 60: ratios(60) });
    if (this.#blocks.length > BLOCKS) this.#blocks.shift();
  }

  /** dB above the neighbourhood, of the stronger of the two mains; null before the first two seconds. */
  get strongest(): { mainsHz: 50 | 60; humDb: number } | null {
    if (this.#blocks.length === 0) return null;
    const fifty = humDb(this.#blocks.map((block) => block[50]));
    const sixty = humDb(this.#blocks.map((block) => block[60]));
    return fifty >= sixty ? { mainsHz: 50, humDb: fifty } : { mainsHz: 60, humDb: sixty };
  }

  /** Three filters in one loop: each waits for its own last result, and so they share the wait. */
  #ratioAt(frequencyHz: number): Ratio {
    const c0 = this.#coefficient(frequencyHz);
    const c1 = this.#coefficient(frequencyHz - BESIDE_HZ);
    const c2 = this.#coefficient(frequencyHz + BESIDE_HZ);
    let [a0, b0, a1, b1, a2, b2] = [0, 0, 0, 0, 0, 0];
    const values = this.#values;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const n0 = value + c0 * a0 - b0;
      const n1 = value + c1 * a1 - b1;
      const n2 = value + c2 * a2 - b2;
      b0 = a0;
      a0 = n0;
      b1 = a1;
      a1 = n1;
      b2 = a2;
      a2 = n2;
    }
    const beside = a1 * a1 + b1 * b1 - c1 * a1 * b1 + (a2 * a2 + b2 * b2 - c2 * a2 * b2);
    return { line: a0 * a0 + b0 * b0 - c0 * a0 * b0, beside: beside / 2 };
  }

  #coefficient(frequencyHz: number): number {
    return 2 * Math.cos((2 * Math.PI * frequencyHz) / this.#rateHz);
  }
}

/** A ship's own line may fall on one harmonic: the fundamental counts, or the second and the third together. */
function humDb(blocks: readonly Ratio[][]): number {
  const [first, second, third] = HARMONICS.map((_, index) => {
    const line = blocks.reduce((sum, block) => sum + block[index]!.line, FLOOR);
    const beside = blocks.reduce((sum, block) => sum + block[index]!.beside, FLOOR);
    return 10 * Math.log10(line / beside);
  });
  return Math.max(first!, Math.min(second!, third!));
}
