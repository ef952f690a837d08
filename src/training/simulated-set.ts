import { computeInChildren } from './child-processes.js';
import type { SimulationShare } from './simulation-child.js';
import { type Simulated, simulators } from './simulators.js';

export interface SimulationRequest {
  seed: number | string;
  count: number;
  /** Processes that simulate; with 1 it happens in this one. What is made is the same however many there are. */
  workers: number;
  /** Called with the number that are done. */
  onProgress?: (done: number) => void;
}

/**
 * Simulates clips (passages and empty seas in equal shares) or sites, and measures them with the daemon's own
 * features. In the order of their index.
 */
export async function simulateSet<Kind extends keyof Simulated>(
  kind: Kind,
  { seed, count, workers, onProgress }: SimulationRequest,
): Promise<Simulated[Kind][]> {
  const set = new Array<Simulated[Kind]>(count);
  let done = 0;
  const take = (index: number, made: Simulated[Kind]) => {
    set[index] = made;
    onProgress?.(++done);
  };
  if (workers <= 1) {
    for (let index = 0; index < count; index++) take(index, simulators[kind](seed, index));
  } else {
    const shares: SimulationShare[] = Array.from({ length: workers }, (_, part) => ({
      kind,
      seed,
      count,
      part,
      of: workers,
    }));
    const program = new URL('./simulation-child', import.meta.url);
    await computeInChildren(program, shares, ({ index, made }: { index: number; made: Simulated[Kind] }) =>
      take(index, made),
    );
  }
  return set;
}
