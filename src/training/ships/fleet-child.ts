import { type ChildShare, tellParent } from '../child-processes.js';
import { type FleetMessage, simulateFleetClip } from './simulated-fleet.js';

const { seed, count, part, of } = JSON.parse(process.argv[2]!) as ChildShare;
for (let index = part; index < count; index += of) {
  const message: FleetMessage = { index, clip: simulateFleetClip(seed, count, index) };
  await tellParent(message);
}
process.disconnect();
