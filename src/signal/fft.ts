import loadPffft from '@echogarden/pffft-wasm/simd';
import { isSmooth } from './smooth.js';

// Awaited here, once, so that whatever needs an FFT can be built synchronously.
const pffft = await loadPffft();

const realTransform = 0;
const forward = 0;
const backward = 1;
const bytesPerFloat = 4;

/**
 * Fourier transform of a real signal in single precision (PFFFT, SIMD in WebAssembly: the same bits on every
 * machine). Write into `input`, call `forward()`, read `output` at once: plans are shared by size, so nothing
 * outlives the next caller's transform. Fetch both arrays afresh each time; the heap may have moved.
 */
export class RealFft {
  readonly size: number;
  readonly #setup: number;
  readonly #inputPointer: number;
  readonly #outputPointer: number;
  #input: Float32Array = new Float32Array(0);
  #output: Float32Array = new Float32Array(0);

  /** Use `realFft` instead: a plan's memory is never given back. */
  constructor(size: number) {
    // PFFFT aborts for good on other sizes.
    if (nextFftSize(size) !== size) throw new RangeError(`no FFT of ${size} points: see nextFftSize`);
    this.size = size;
    this.#setup = pffft._pffft_new_setup(size, realTransform);
    this.#inputPointer = pffft._pffft_aligned_malloc(size * bytesPerFloat);
    this.#outputPointer = pffft._pffft_aligned_malloc(size * bytesPerFloat);
    scratchPointer(size);
  }

  /** The signal `[size]`, in the WebAssembly heap. */
  get input(): Float32Array {
    if (this.#input.length === 0) this.#input = heapView(this.#inputPointer, this.size);
    return this.#input;
  }

  /** The spectrum `[size]`, unscaled: 0 Hz, Nyquist, then real and imaginary part of each bin between. */
  get output(): Float32Array {
    if (this.#output.length === 0) this.#output = heapView(this.#outputPointer, this.size);
    return this.#output;
  }

  /** Fills `input` from `signal`, from `offset` on. */
  load(signal: Float32Array, offset: number): void {
    this.input.set(signal.subarray(offset, offset + this.size));
  }

  /** From `input` to `output`. */
  forward(): void {
    const scratch = scratchPointer(this.size);
    pffft._pffft_transform_ordered(this.#setup, this.#inputPointer, this.#outputPointer, scratch, forward);
  }

  /** From `output` to `input`; forward and inverse together multiply by `size`. */
  inverse(): void {
    const scratch = scratchPointer(this.size);
    pffft._pffft_transform_ordered(this.#setup, this.#outputPointer, this.#inputPointer, scratch, backward);
  }
}

const plans = new Map<number, RealFft>();

/** The shared plan for `size` points. Throws RangeError when `size` is not 2^a·3^b·5^c with a ≥ 5. */
export function realFft(size: number): RealFft {
  const known = plans.get(size);
  if (known) return known;
  const plan = new RealFft(size);
  plans.set(size, plan);
  return plan;
}

/** The smallest size of at least `length` points that PFFFT takes: 2^a·3^b·5^c, a ≥ 5. */
export function nextFftSize(length: number): number {
  let blocks = Math.max(1, Math.ceil(length / 32));
  while (!isSmooth(blocks)) blocks++;
  return blocks * 32;
}

/** The largest size of at most `length` points that PFFFT takes; `length` is at least 32. */
export function largestFftSize(length: number): number {
  let blocks = Math.floor(length / 32);
  while (!isSmooth(blocks)) blocks--;
  return blocks * 32;
}

function heapView(pointer: number, length: number): Float32Array {
  return pffft.HEAPF32.subarray(pointer / bytesPerFloat, pointer / bytesPerFloat + length);
}

let scratch = { pointer: 0, size: 0 };

/** Working memory for a transform. Without it PFFFT takes it from the WebAssembly stack, which is only 64 KiB. */
function scratchPointer(size: number): number {
  if (size > scratch.size) {
    if (scratch.pointer !== 0) pffft._pffft_aligned_free(scratch.pointer);
    scratch = { pointer: pffft._pffft_aligned_malloc(size * bytesPerFloat), size };
  }
  return scratch.pointer;
}
