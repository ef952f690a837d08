import { type Simulated, simulators } from './simulators.js';

/** What a simulating process is asked: things of a kind `index` for which `index % of === part`. */
export interface SimulationShare {
  kind: keyof Simulated;
  seed: number | string;
  count: number;
  part: number;
  of: number;
}

const { kind, seed, count, part, of } = JSON.parse(process.argv[2]) as SimulationShare;
for (let index = part; index < count; index += of) {
  const made = simulators[kind](seed, index);
  await new Promise<void>((sent, failed) => {
    process.send?.({ index, made }, (error: Error | null) => (error ? failed(error) : sent()));
  });
}
process.disconnect();
