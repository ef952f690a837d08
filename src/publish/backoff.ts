export interface Backoff {
  firstMs: number;
  longestMs: number;
}

/**
 * The wait before attempt `attempt` (0 is the first after a loss), ms: doubles from first to longest, and takes a
 * random share between a half and the whole of it, so that a fleet does not return to its broker in one instant.
 */
export function backoffMs(attempt: number, { firstMs, longestMs }: Backoff, random = Math.random): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30));
  return fullMs * (0.5 + 0.5 * random());
}
