import { exp, log } from './elementary.js';
/**
 * Seeded random numbers for the simulator: xoshiro128** (Blackman and Vigna 2018) seeded through splitmix32.
 * Only IEEE arithmetic is used (elementary.ts), so a seed gives the same numbers everywhere.
 */
export class Random {
  readonly #path: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string | number) {
    this.#path = String(seed);
    let state = hash(this.#path);
    const splitMix = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return z ^ (z >>> 15);
    };
    this.#a = splitMix();
    this.#b = splitMix();
    this.#c = splitMix();
    this.#d = splitMix() | 1;
  }

  /** A stream of its own for one part: what the others draw does not move its numbers. */
  stream(name: string): Random {
    return new Random(`${this.#path}/${name}`);
  }

  /** 32 random bits as a signed integer. */
  bits(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** Uniform in [from, to). */
  uniform(from = 0, to = 1): number {
    return from + (to - from) * ((this.bits() >>> 0) / 4294967296);
  }

  /** Uniform in the logarithm: an octave is as likely as the next. */
  logUniform(from: number, to: number): number {
    return exp(this.uniform(log(from), log(to)));
  }

  /** A whole number from `from` up to and including `to`. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.uniform() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  choice<T>(items: readonly T[]): T {
    return items[Math.floor(this.uniform() * items.length)]!;
  }

  exponential(mean = 1): number {
    return -mean * log(1 - this.uniform());
  }

  /** Marsaglia and Tsang's squeeze (2000), for shapes of 1 and more. */
  gamma(shape: number, scale: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      const v = root * root * root;
      if (v > 0 && log(1 - this.uniform()) < 0.5 * x * x + d - d * v + d * log(v)) return d * v * scale;
    }
  }

  normal(mean = 0, standardDeviation = 1): number {
    return mean + standardDeviation * this.#ziggurat(this.bits());
  }

  /** Fills with standard normal numbers; the state is held in locals, for this is where the simulator spends its time. */
  fillNormal(out: Float32Array): void {
    const { width, inside } = ZIGGURAT;
    let [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
    for (let i = 0; i < out.length; i++) {
      const product = Math.imul(b, 5);
      const bits = Math.imul((product << 7) | (product >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      const place = bits >> 8;
      const layer = bits & 127;
      if (Math.abs(place) < inside[layer]!) {
        out[i] = place * width[layer]!;
      } else {
        [this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
        out[i] = this.#ziggurat(bits);
        [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
      }
    }
    [this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
  }

  /** Marsaglia and Tsang's ziggurat (2000) with 128 layers; separate bits choose layer, sign and place. */
  #ziggurat(firstBits: number): number {
    for (let bits = firstBits; ; bits = this.bits()) {
      const layer = bits & 127;
      const place = bits >> 8;
      const x = place * ZIGGURAT.width[layer]!;
      if (Math.abs(place) < ZIGGURAT.inside[layer]!) return x;
      if (layer === 0) {
        const tail = this.#tail();
        return place < 0 ? -tail : tail;
      }
      const { height } = ZIGGURAT;
      if (height[layer]! + this.uniform() * (height[layer - 1]! - height[layer]!) < exp(-0.5 * x * x))
        return x;
    }
  }

  #tail(): number {
    for (;;) {
      const x = this.exponential(1 / TAIL_START);
      if (2 * this.exponential() > x * x) return TAIL_START + x;
    }
  }
}

const TAIL_START = 3.442619855899;
const ZIGGURAT = zigguratTables();

/** Per layer: width of one step of a signed 24-bit place, the place inside which no test is needed, and exp(-x²/2) at its edge. */
function zigguratTables(): { width: Float64Array; inside: Float64Array; height: Float64Array } {
  const layers = 128;
  const area = 9.91256303526217e-3;
  const scale = 1 << 23;
  const width = new Float64Array(layers);
  const inside = new Float64Array(layers);
  const height = new Float64Array(layers);
  const density = (x: number): number => exp(-0.5 * x * x);
  const base = area / density(TAIL_START);
  inside[0] = (TAIL_START / base) * scale;
  width[0] = base / scale;
  height[0] = 1;
  let outer = TAIL_START;
  width[layers - 1] = outer / scale;
  height[layers - 1] = density(outer);
  for (let layer = layers - 2; layer >= 1; layer--) {
    const edge = Math.sqrt(-2 * log(area / outer + density(outer)));
    inside[layer + 1] = (edge / outer) * scale;
    outer = edge;
    width[layer] = edge / scale;
    height[layer] = density(edge);
  }
  inside[1] = 0;
  return { width, inside, height };
}

/** FNV-1a over the UTF-16 units, with a final mix. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return h ^ (h >>> 13);
}
