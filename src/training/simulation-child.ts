import { type ChildShare, tellParent } from './child-processes.js';
import { type Simulated, simulators } from './simulators.js';

export interface SimulationShare extends ChildShare {
  kind: keyof Simulated;
}

const { kind, seed, count, part, of } = JSON.parse(process.argv[2]) as SimulationShare;
for (let index = part; index < count; index += of) {
  await tellParent({ index, made: simulators[kind](seed, index) });
}
process.disconnect();
