import type { BandShape } from './band-shapes.js';
import { realFft } from './fft.js';
import { spectrumKernel } from './spectrum-kernel.js';

interface Kernel {
  memory: WebAssembly.Memory;
  hannPower(spectrum: number, power: number, bins: number, scale: number): void;
  bandSums(table: number, bands: number, sums: number): void;
}

const kernel = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(spectrumKernel, 'base64')))
  .exports as Kernel;

const pageBytes = 65_536;
const bytesPerFloat = 4;
/** The kernel takes a band's bins by eights, and may look this far beyond the end of a spectrum. */
const bandStep = 8;

/**
 * Power in bands of a frame under a periodic Hann window. The window is applied after the transform, where it is the
 * sum of three neighbours (X[k]/2 − X[k−1]/4 − X[k+1]/4), which takes half the time of multiplying the samples.
 * Its memory is never given back: make one for each size and set of bands, not one for each signal.
 */
export class HannBands {
  readonly bands: number;
  readonly #size: number;
  readonly #scale: number;
  readonly #spectrum: KernelFloats;
  readonly #power: KernelFloats;
  readonly #sums: KernelFloats;
  readonly #table: number;

  /** Frames of `size` samples, a size that `realFft` takes; a bin's power is |X|² · `scale`. */
  constructor(size: number, shapes: readonly BandShape[], scale: number) {
    const bins = size / 2 + 1;
    const lengths = shapes.map(({ weights }) => Math.ceil(weights.length / bandStep) * bandStep);
    const end = shapes.reduce((most, { firstBin }, band) => Math.max(most, firstBin + lengths[band]), bins);
    this.bands = shapes.length;
    this.#size = size;
    this.#scale = scale / 4;
    this.#spectrum = new KernelFloats(size + bandStep);
    this.#power = new KernelFloats(end + bandStep);
    this.#sums = new KernelFloats(shapes.length);
    const table = shapes.flatMap(({ firstBin, weights }, band) => {
      const stored = new KernelFloats(lengths[band]);
      stored.values.set(Float32Array.from(weights));
      const firstPower = this.#power.pointer + firstBin * bytesPerFloat;
      return [stored.pointer, firstPower, lengths[band] * bytesPerFloat];
    });
    this.#table = allocate(table.length * Int32Array.BYTES_PER_ELEMENT);
    new Int32Array(kernel.memory.buffer, this.#table, table.length).set(table);
  }

  /**
   * Power of the bins `[size / 2 + 1]` of the frame that was measured last. The outermost two at either end, which mix
   * with 0 Hz and Nyquist, are zero.
   */
  get power(): Float32Array {
    return this.#power.values.subarray(0, this.#size / 2 + 1);
  }

  /** Measures the frame at `offset` of `samples`; writes the bands' power into `levels`, from `row` on. */
  measure(samples: Float32Array, offset: number, levels: Float32Array, row: number): void {
    const fft = realFft(this.#size);
    fft.load(samples, offset);
    fft.forward();
    this.#spectrum.values.set(fft.output);
    kernel.hannPower(this.#spectrum.pointer, this.#power.pointer, this.#size / 2 - 1, this.#scale);
    kernel.bandSums(this.#table, this.bands, this.#sums.pointer);
    levels.set(this.#sums.values, row);
  }
}

/** Factor that turns |X|² of a Hann-windowed frame into power per Hz, one-sided: the window's energy is 3/8 of its length. */
export function hannDensityScale(length: number, sampleRateHz: number): number {
  return 2 / (sampleRateHz * 0.375 * length);
}

/** Zeros in the kernel's memory. Fetch `values` afresh each time; the memory may have grown. */
class KernelFloats {
  readonly pointer: number;
  readonly #length: number;
  #values = new Float32Array(0);

  constructor(length: number) {
    this.pointer = allocate(length * bytesPerFloat);
    this.#length = length;
  }

  get values(): Float32Array {
    if (this.#values.length === 0)
      this.#values = new Float32Array(kernel.memory.buffer, this.pointer, this.#length);
    return this.#values;
  }
}

let allocated = 0;

/** Gives the address of so many fresh bytes. */
function allocate(bytes: number): number {
  const address = allocated;
  allocated += Math.ceil(bytes / 16) * 16;
  const missing = allocated - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / pageBytes));
  return address;
}
