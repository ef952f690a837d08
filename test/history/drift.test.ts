import { expect, test } from 'vitest';
import { packLevels } from '../../src/history/centibels.js';
import { DriftReader } from '../../src/history/drift.js';
import { HistoryKeeper } from '../../src/history/keeper.js';
import { Random } from '../../src/simulator/random.js';
import { openStore } from '../../src/store/store.js';
import { event } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const T0 = Date.parse('2026-01-01T00:00:00Z');
const HOUR = 3_600_000;
const from = { schema: 1, node: 'pier', channel: 'north', replayed: false } as const;

/** A node that heard a ferry each hour, so far from what was taught. */
function ferries(distances: readonly number[]) {
  const store = openStore(temporaryFolder());
  const keeper = new HistoryKeeper(store);
  store.transaction(() => {
    for (const [i, distance] of distances.entries())
      keeper.event({
        ...from,
        ...event,
        id: String(i).padStart(26, '0'),
        start: new Date(T0 + i * HOUR).toISOString(),
        vesselClass: { name: 'ferry', confidence: 0.9 },
        nearest: [
          { class: 'ferry', distance },
          { class: 'tug', distance: 9 },
        ],
      });
  });
  return new DriftReader(store).ofClass('ferry', T0);
}

const around = (random: Random, centre: number) =>
  centre * Math.exp(0.15 * random.uniform(-1, 1) + 0.15 * random.uniform(-1, 1));

test('a class whose passages come to lie farther off has moved, and says from where to where', () => {
  const random = new Random('moves');
  const drift = ferries([
    ...Array.from({ length: 60 }, () => around(random, 1)),
    ...Array.from({ length: 10 }, () => around(random, 1.8)),
  ]);
  expect(drift.moved).toBe(true);
  expect(drift.earlier).toBeGreaterThan(0.9);
  expect(drift.latest).toBeGreaterThan(1.6);
  expect(drift.distances).toHaveLength(70);
  expect(drift.distances.at(-1)!.time).toBe(new Date(T0 + 69 * HOUR).toISOString());
});

test('chance moves no class: of twenty that stay, looked at ten times each, one at most is told', () => {
  const random = new Random('stays');
  let told = 0;
  for (let i = 0; i < 20; i++) {
    const distances = Array.from({ length: 120 }, () => around(random, 1));
    for (let end = 30; end <= 120; end += 10) if (ferries(distances.slice(0, end)).moved) told++;
  }
  expect(told).toBeLessThanOrEqual(1);
});

test('a class with too few passages, or taught after them, is not judged', () => {
  expect(ferries(Array.from({ length: 29 }, (_, i) => i + 1))).toMatchObject({ earlier: null, moved: false });
});

/** A node whose quiet sea has these levels before the last fortnight and in it; storms come and go. */
function seas(before: number[], now: number[], minutes = 70 * 24 * 60) {
  const store = openStore(temporaryFolder());
  const random = new Random('sea');
  const insert = store.prepare('INSERT INTO history_levels VALUES (?, ?, 1, 60, 0, ?, ?)');
  const end = Math.floor(T0 / 60_000);
  store.transaction(() => {
    for (let minute = end - minutes; minute < end; minute += 10) {
      const storm = random.uniform() < 0.4 ? 15 * random.uniform() : 0;
      const quiet = minute < end - 14 * 24 * 60 ? before : now;
      const bands = quiet.map((level) => level + storm + random.uniform());
      insert.run('north', minute - (minute % 10), packLevels([0]), packLevels(bands));
    }
  });
  return new DriftReader(store).backgroundShiftDb('north', T0);
}

test('a background that is damped at high frequencies has moved by so many dB, storms or not', () => {
  expect(seas([90, 80, 70, 60], [90, 80, 62, 52])).toBeCloseTo(4, 0);
  expect(seas([90, 80, 70, 60], [90, 80, 70, 60])).toBeLessThan(0.3);
});

test('two days of sound say nothing about a background', () => {
  expect(seas([90, 80], [60, 50], 2 * 24 * 60)).toBe(null);
});
