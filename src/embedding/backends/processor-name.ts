import { cpus } from 'node:os';

/** What the processor calls itself; the architecture where it says nothing, as those of most ARM boards. */
export function processorName(): string {
  const model = cpus()[0]?.model.trim();
  return !model || model === 'unknown' ? process.arch : model;
}
