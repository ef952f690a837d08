import { expect, test } from 'vitest';
import { soak } from '../../bench/soak.js';
import { rumbleModel } from '../fixtures/rumble-model.js';
import { main } from './fixtures/hullprint.js';

test('memory stays flat while a daemon is fed half an hour of sound as fast as it takes it', async () => {
  const { growth, residentMib, secondsPerHour } = await soak(main, await rumbleModel(), 0.5);
  console.log(
    `${Math.min(...residentMib).toFixed(0)} to ${Math.max(...residentMib).toFixed(0)} MiB, ` +
      `${secondsPerHour.toFixed(1)} s for an hour`,
  );
  expect(growth).toBeLessThan(1.1);
});
