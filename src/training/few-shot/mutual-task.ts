/** Classes of support and query windows, as activations before the last block (`PatchEncoder.activationsOf`). */
export interface MutualTask {
  classes: number;
  /** `[windows, values]` and the class of each window. */
  support: { activations: Float32Array; labels: readonly number[] };
  /** `[windows, values]` and the recording of each window, counted from 0 without a gap. */
  query: { activations: Float32Array; recordings: readonly number[] };
}
