import { expect, test } from 'vitest';
import { growthOf, soakWithFaults } from '../../bench/soak-faults.js';

test('with something failing in each minute of each channel nothing is leaked', async () => {
  const soaked = await soakWithFaults({
    channels: 4,
    hours: 0.3,
    models: ['siamese', 'band-statistics'],
    seed: 3,
    nodeFaultEachMinutes: 5,
  });
  const { looks, before, after, faults, passages, minutesHeard, tookSeconds } = soaked;
  console.log(`${minutesHeard} min of sound, ${passages} passages in ${tookSeconds.toFixed(0)} s`, faults);
  expect(minutesHeard).toBe(72);
  expect(passages).toBeGreaterThan(10);
  expect(growthOf(looks, 'heapMib')).toBeLessThan(1.1);
  expect(after.temporaryFiles).toBe(0);
  // The files and libraries of the process itself stay open.
  expect(after.resources).toBeLessThanOrEqual(before.resources);
  const judging = looks.map(({ tensors }) => tensors).filter((tensors) => tensors > 0);
  expect(judging.length).toBeGreaterThan(0);
  // A model that is replaced is let go of a minute later; what judges with it leaves nothing behind.
  const ofOneModel = Math.min(...judging);
  expect(judging.filter((tensors) => tensors % ofOneModel !== 0)).toEqual([]);
});
