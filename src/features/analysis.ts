/** Rate at which everything but the levels is analysed. */
export const analysisRateHz = 16_000;

/** Windows start on this grid; every frame hop divides it. */
export const gridSamples = 8_000;

export const windowSeconds = 5;
export const windowHopSeconds = 2.5;
export const windowSamples = windowSeconds * analysisRateHz;
export const windowHopSamples = windowHopSeconds * analysisRateHz;

/** A window never shorter than this is given; shorter recordings are repeated up to it. */
export const shortestWindowSamples = 1.5 * analysisRateHz;

/** Frames of `length` samples each `hop` that lie wholly inside `samples`. */
export function framesWithin(samples: number, length: number, hop: number): number {
  return samples < length ? 0 : 1 + Math.floor((samples - length) / hop);
}
