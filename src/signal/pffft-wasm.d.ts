declare module '@echogarden/pffft-wasm/simd' {
  interface Pffft {
    /** Replaced whenever the heap grows; views on the old one are empty then. */
    HEAPF32: Float32Array;
    _pffft_new_setup(size: number, transform: 0): number;
    _pffft_aligned_malloc(bytes: number): number;
    _pffft_aligned_free(pointer: number): void;
    _pffft_transform_ordered(
      setup: number,
      input: number,
      output: number,
      work: number,
      direction: 0 | 1,
    ): void;
  }
  export default function load(): Promise<Pffft>;
}
