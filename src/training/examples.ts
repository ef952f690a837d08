/** Examples of two classes for fitting a head. */
export interface Examples {
  /** Row-major `[count, features]`. */
  values: Float32Array;
  features: number;
  /** 1 for the positive class, else 0 `[count]`. */
  positive: Uint8Array;
}
