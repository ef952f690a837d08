import { beforeAll, expect, test } from 'vitest';
import type { ShipRecording } from '../../../src/training/ships/ship-recording.js';
import { FLEET_PARTS, simulateFleet } from '../../../src/training/ships/simulated-fleet.js';

let fleet: ShipRecording[];
beforeAll(async () => {
  fleet = await simulateFleet({ seed: 3, clips: 40, workers: 1 });
}, 60_000);

test('no vessel, site or hydrophone is in two parts, and a vessel is heard at several sites', () => {
  for (const of of ['vessel', 'site', 'hydrophone'] as const) {
    const parts = new Map<string, Set<string>>();
    for (const recording of fleet) {
      parts.set(recording[of], (parts.get(recording[of]) ?? new Set()).add(recording.side));
    }
    for (const [name, sides] of parts) expect(sides.size, name).toBe(1);
  }
  const sites = fleet.filter(({ vessel }) => vessel === fleet[0]!.vessel).map(({ site }) => site);
  expect(sites.length).toBe(4);
  expect(new Set(sites).size).toBeGreaterThan(1);
});

test('sizes take turns, and each clip is heard through two recorders', () => {
  expect(fleet.filter((_, i) => i % 4 === 0).map(({ size }) => size)).toEqual(
    Array.from({ length: 10 }, (_, i) => ['big', 'small', 'none'][i % 3]),
  );
  for (const { windows } of fleet) {
    expect(windows).toHaveLength(2);
    expect(windows[1]!.patch.values).not.toEqual(windows[0]!.patch.values);
  }
  expect(FLEET_PARTS).toContain(fleet[0]!.side);
});

test('each clip tells its hydrophone, that of an empty sea too, and hydrophones are not sites by another name', () => {
  for (const { side, hydrophone } of fleet)
    expect(hydrophone).toMatch(new RegExp(`^3/${side}/hydrophone \\d$`));
  expect(fleet.some(({ size }) => size === 'none')).toBe(true);
  const number = (name: string) => name.split(' ').at(-1);
  expect(fleet.some(({ site, hydrophone }) => number(site) !== number(hydrophone))).toBe(true);
});

test('several processes simulate the same fleet as one', async () => {
  const together = await simulateFleet({ seed: 3, clips: 40, workers: 2 });
  expect(together).toEqual(fleet);
}, 60_000);
