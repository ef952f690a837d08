import { simulateStatistics } from './simulated-clip.js';

/** What a simulating process is asked: clips `index` for which `index % of === part`. */
export interface SimulationShare {
  seed: number;
  clips: number;
  part: number;
  of: number;
}

const { seed, clips, part, of } = JSON.parse(process.argv[2]) as SimulationShare;
for (let index = part; index < clips; index += of) {
  const clip = simulateStatistics(seed, index);
  await new Promise<void>((sent, failed) => {
    process.send?.({ index, clip }, (error: Error | null) => (error ? failed(error) : sent()));
  });
}
process.disconnect();
