/** The rungs of the ladder, best first. */
export const BACKEND_NAMES = ['native', 'webgpu', 'wasm'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

/** Something that computes networks. */
export interface Backend {
  name: BackendName;
  /** The device as its driver names it. */
  device: string;
  kind: 'cpu' | 'gpu';
  /** What tfjs calls it in `setBackend`. */
  engine: string;
}

/** Why a rung was not taken. */
export interface SkippedBackend {
  backend: BackendName;
  reason: string;
}
